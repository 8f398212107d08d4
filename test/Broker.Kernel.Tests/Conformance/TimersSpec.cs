namespace Broker.KernelTests.Conformance;

public class TimersSpec : TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly IActorRef _actor;

    public TimersSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
        _actor = Sys.ActorOf(Props.Create(() => new Timed(TestActor)));
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task A_single_timer_fires_once_when_due()
    {
        await With(timers => timers.StartSingleTimer("key", "tick", Second));
        Clock.Advance(TimeSpan.FromMilliseconds(999));
        await ExpectNoMsgAsync(Do.Quiet);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await ExpectMsgAsync("tick");
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_periodic_timer_fires_again_and_again()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", Second));
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(Second);
            await ExpectMsgAsync("tick");
        }
    }

    [Fact]
    public async Task A_periodic_timer_may_have_another_first_delay()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(3), Second));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await ExpectNoMsgAsync(Do.Quiet);
        Clock.Advance(Second);
        await ExpectMsgAsync("tick");
        Clock.Advance(Second);
        await ExpectMsgAsync("tick");
    }

    [Fact]
    public async Task A_cancelled_timer_does_not_fire()
    {
        await With(timers => timers.StartSingleTimer("key", "tick", Second));
        await With(timers => timers.Cancel("key"));
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Cancelling_all_leaves_none()
    {
        await With(timers =>
        {
            timers.StartSingleTimer("one", "tick", Second);
            timers.StartPeriodicTimer("two", "tack", Second);
            timers.CancelAll();
        });
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_tick_that_is_in_the_mailbox_when_its_timer_is_cancelled_never_arrives()
    {
        await With(timers => timers.StartSingleTimer("key", "tick", Second));
        await With(timers =>
        {
            Clock.Advance(Second);
            timers.Cancel("key");
        });
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_tick_that_is_in_the_mailbox_when_its_timer_is_replaced_never_arrives()
    {
        await With(timers => timers.StartSingleTimer("key", "old", Second));
        await With(timers =>
        {
            Clock.Advance(Second);
            timers.StartSingleTimer("key", "new", Second);
        });
        await ExpectNoMsgAsync(Do.Quiet);
        Clock.Advance(Second);
        await ExpectMsgAsync("new");
    }

    [Fact]
    public async Task Starting_a_timer_of_the_same_key_replaces_the_first()
    {
        await With(timers =>
        {
            timers.StartSingleTimer("key", "old", Second);
            timers.StartSingleTimer("key", "new", Second);
        });
        Clock.Advance(Second);
        await ExpectMsgAsync("new");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_restart_cancels_the_timers()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", Second));
        _actor.Tell(Do.Fail());
        await With(_ => { });
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_tick_that_is_in_the_mailbox_at_a_restart_never_arrives()
    {
        await With(timers => timers.StartSingleTimer("key", "tick", Second));
        _actor.Tell((Action<ITimerScheduler>)(_ =>
        {
            Clock.Advance(Second);
            throw Do.Fail();
        }));
        await With(timers => timers.StartSingleTimer("key", "of the new instance", Second));
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_stop_cancels_the_timers()
    {
        await With(timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(_actor);
        Sys.Stop(_actor);
        await ExpectTerminatedAsync(_actor);
        await EventFilter.DeadLetter().ExpectAsync(0, TimeSpan.FromMilliseconds(100), () =>
        {
            Clock.Advance(Second);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_single_timer_is_active_until_it_fires()
    {
        await With(timers =>
        {
            timers.StartSingleTimer("key", "tick", Second);
            TestActor.Tell(timers.IsTimerActive("key"));
        });
        await ExpectMsgAsync(true);
        Clock.Advance(Second);
        await ExpectMsgAsync("tick");
        await With(timers => TestActor.Tell(timers.IsTimerActive("key")));
        await ExpectMsgAsync(false);
    }

    [Fact]
    public async Task A_tick_without_a_sender_has_none()
    {
        await With(timers => timers.StartSingleTimer("key", "tick", Second));
        Clock.Advance(Second);
        await ExpectMsgFromAsync(Sys.DeadLetters, "tick");
    }

    private async Task With(Action<ITimerScheduler> action)
    {
        var done = new TaskCompletionSource();
        _actor.Tell((Action<ITimerScheduler>)(timers =>
        {
            action(timers);
            done.SetResult();
        }));
        await done.Task.WaitAsync(Do.Limit);
    }

    private sealed class Timed(IActorRef listener) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is Exception failure) throw failure;
            if (message is Action<ITimerScheduler> action) action(Timers);
            else listener.Tell(message, Sender);
        }
    }
}
