namespace Broker.KernelTests.Conformance;

public class TellSpec : TestKit
{
    private readonly IActorRef _echo;

    public TellSpec() => _echo = Sys.ActorOf(Echo.Props);

    [Fact]
    public async Task Delivers_a_message_to_the_actor()
    {
        _echo.Tell("hello", TestActor);
        await ExpectMsgAsync("hello");
    }

    [Fact]
    public async Task Delivers_the_same_object_not_a_copy()
    {
        var message = new object();
        _echo.Tell(message, TestActor);
        Assert.Same(message, await ExpectMsgAsync<object>());
    }

    [Fact]
    public async Task Keeps_the_order_of_one_sender()
    {
        for (var i = 0; i < 1_000; i++) _echo.Tell(i, TestActor);
        for (var i = 0; i < 1_000; i++) await ExpectMsgAsync(i);
    }

    [Fact]
    public async Task Keeps_the_order_of_each_of_several_senders()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < 250; i++) subject.Tell((sender, i), ActorRefs.NoSender);
        })));

        var next = new int[4];
        for (var i = 0; i < 1_000; i++)
        {
            var (sender, number) = await ExpectMsgAsync<(int, int)>();
            Assert.Equal(next[sender]++, number);
        }
    }

    [Fact]
    public async Task Without_a_sender_inside_of_a_spec_the_test_actor_is_the_sender()
    {
        _echo.Tell("first");
        await ExpectMsgAsync("first");
        _echo.Tell("after an await");
        await ExpectMsgAsync("after an await");
    }

    [Fact]
    public async Task Without_a_sender_inside_of_an_actor_that_actor_is_the_sender()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        subject.Tell(Do.Run(_ => TestActor.Tell("from inside")));
        await ExpectMsgFromAsync(subject, "from inside");
    }

    [Fact]
    public async Task An_explicit_sender_goes_before_the_implicit_one()
    {
        var probe = CreateTestProbe();
        _echo.Tell("hello", probe);
        await probe.ExpectMsgAsync("hello");
    }

    [Fact]
    public async Task A_message_of_nobody_has_the_dead_letters_as_sender()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        subject.Tell(Do.Run(context => TestActor.Tell(context.Sender)), ActorRefs.NoSender);
        Assert.Equal(Sys.DeadLetters, await ExpectMsgAsync<IActorRef>());
    }

    [Fact]
    public async Task Forward_keeps_the_sender()
    {
        var probe = CreateTestProbe();
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        subject.Tell(Do.Run(_ => _echo.Forward("forwarded")), probe);
        await probe.ExpectMsgFromAsync(_echo, "forwarded");
    }

    [Fact]
    public async Task An_actor_tells_itself_behind_what_waits_already()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        subject.Tell(Do.Run(context =>
        {
            context.Self.Tell("one");
            context.Self.Tell("two");
        }));
        await ExpectMsgAsync("one");
        await ExpectMsgAsync("two");
    }

    [Fact]
    public void Nobody_takes_everything_and_is_nobody()
    {
        ActorRefs.Nobody.Tell("x", TestActor);
        Assert.True(ActorRefs.Nobody.IsNobody());
        Assert.False(_echo.IsNobody());
    }

    [Fact]
    public async Task A_burst_larger_than_a_batch_arrives_whole()
    {
        for (var i = 0; i < 10_000; i++) _echo.Tell(i, TestActor);
        for (var i = 0; i < 10_000; i++) await ExpectMsgAsync(i);
    }
}
