namespace Broker.KernelTests.Conformance;

public class SystemSpec : TestKit
{
    [Fact]
    public async Task Terminate_ends_every_actor_and_completes()
    {
        var system = ActorSystem.Create("ending");
        var ends = new CountdownEvent(100);
        for (var i = 0; i < 100; i++) system.ActorOf(Props.Create(() => new CountsItsEnd(ends)));
        await system.Terminate().WaitAsync(Do.Limit * 3);
        Assert.True(ends.IsSet);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Terminate_under_load_ends_everything()
    {
        var system = ActorSystem.Create("loaded");
        var ends = new CountdownEvent(20);
        var actors = Enumerable.Range(0, 20).Select(
            _ => system.ActorOf(Props.Create(() => new CountsItsEnd(ends)))).ToList();
        using var stop = new CancellationTokenSource();
        var load = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) actors.ForEach(
                actor => actor.Tell("load", ActorRefs.NoSender));
        });
        await system.Terminate().WaitAsync(Do.Limit * 3);
        await stop.CancelAsync();
        await load;
        Assert.True(ends.IsSet);
    }

    [Fact]
    public async Task Terminating_twice_is_terminating_once()
    {
        var system = ActorSystem.Create("twice");
        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(Do.Limit * 3);
    }

    [Fact]
    public async Task An_ended_system_starts_no_actor()
    {
        var system = ActorSystem.Create("ended");
        await system.Terminate().WaitAsync(Do.Limit * 3);
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Echo.Props));
    }

    [Fact]
    public async Task Telling_an_actor_of_an_ended_system_does_nothing()
    {
        var system = ActorSystem.Create("ended");
        var echo = system.ActorOf(Echo.Props);
        await system.Terminate().WaitAsync(Do.Limit * 3);
        echo.Tell("anybody there?", TestActor);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Two_systems_do_not_share_actors()
    {
        var other = ActorSystem.Create("other");
        var (here, there) = (Sys.ActorOf(Echo.Props, "echo"), other.ActorOf(Echo.Props, "echo"));
        Assert.NotEqual(here, there);
        there.Tell("over there", TestActor);
        await ExpectMsgFromAsync(there, "over there");
        await other.Terminate().WaitAsync(Do.Limit * 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-leading")]
    [InlineData("with blank")]
    [InlineData("dot.ted")]
    public void An_illegal_system_name_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public void The_system_tells_its_name() => Assert.Equal("test", Sys.Name);

    [Fact]
    public async Task Props_evaluate_their_arguments_once()
    {
        var calls = 0;
        var props = Props.Create(() => new Greeter(NextOf(ref calls)));
        foreach (var _ in Enumerable.Range(0, 3))
            Assert.Equal(1, await Sys.ActorOf(props).Ask<int>("hi", Do.Limit));
    }

    [Fact]
    public async Task Props_take_arguments_as_a_list() =>
        Assert.Equal(7, await Sys.ActorOf(Props.Create<Greeter>(7)).Ask<int>("hi", Do.Limit));

    [Fact]
    public void Props_need_a_constructor_call() =>
        Assert.NotNull(Record.Exception(() => Props.Create(() => Make())));

    private static Echo Make() => throw new NotSupportedException();

    private static int NextOf(ref int number) => ++number;

    private sealed class CountsItsEnd(CountdownEvent ends) : UntypedActor
    {
        protected override void PostStop() => ends.Signal();

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Greeter(int number) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(number);
    }
}
