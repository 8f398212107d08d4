namespace Broker.KernelTests.Conformance;

public class ReceiveTimeoutSpec : TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly IActorRef _actor;

    public ReceiveTimeoutSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
        _actor = Sys.ActorOf(Subject.PropsFor(TestActor));
        ExpectMsg("PreStart");
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task It_comes_after_that_long_without_a_message()
    {
        await Set(Second);
        Clock.Advance(Second);
        await ExpectMsgAsync<ReceiveTimeout>();
    }

    [Fact]
    public async Task It_comes_again_as_long_as_it_is_set()
    {
        await Set(Second);
        for (var i = 0; i < 2; i++)
        {
            Clock.Advance(Second);
            await ExpectMsgAsync<ReceiveTimeout>();
            await Settled();
        }
    }

    [Fact]
    public async Task A_message_begins_the_wait_anew()
    {
        await Set(Second);
        Clock.Advance(Second / 2);
        _actor.Tell("activity");
        await ExpectMsgAsync("activity");
        await Settled();
        Clock.Advance(Second / 2);
        await ExpectNoMsgAsync(Do.Quiet);
        Clock.Advance(Second / 2);
        await ExpectMsgAsync<ReceiveTimeout>();
    }

    [Fact]
    public async Task A_message_that_does_not_count_does_not_begin_it_anew()
    {
        await Set(Second);
        Clock.Advance(Second / 2);
        _actor.Tell(Background.Instance);
        await ExpectMsgAsync<Background>();
        Clock.Advance(Second / 2);
        await ExpectMsgAsync<ReceiveTimeout>();
    }

    [Fact]
    public async Task Null_ends_it()
    {
        await Set(Second);
        await Set(null);
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task The_context_tells_what_is_set()
    {
        await Set(Second);
        _actor.Tell(Do.Run(context => TestActor.Tell(context.ReceiveTimeout ?? TimeSpan.Zero)));
        await ExpectMsgAsync(Second);
    }

    private async Task Set(TimeSpan? timeout)
    {
        _actor.Tell(Do.Run(context => context.SetReceiveTimeout(timeout)));
        await Settled();
    }

    // The wait is set after a handler has returned; an answer to Identify comes after that and does not
    // count.
    private async Task Settled() => await _actor.Ask<ActorIdentity>(new Identify(1), Do.Limit);

    public sealed class Background : INotInfluenceReceiveTimeout
    {
        public static readonly Background Instance = new();
    }
}
