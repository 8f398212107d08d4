namespace Broker.KernelTests.Conformance;

public class BehaviourSpec : TestKit
{
    private readonly IActorRef _actor;

    public BehaviourSpec() => _actor = Sys.ActorOf(Props.Create(() => new Moody()));

    [Fact]
    public async Task Become_replaces_the_behaviour_from_the_next_message_on()
    {
        await Expect("happy", "first");
        await Expect("sad", "become sad", "next");
    }

    [Fact]
    public async Task A_stacked_behaviour_can_be_taken_off_again()
    {
        await Expect("sad", "push sad", "next");
        await Expect("happy", "pop", "next");
    }

    [Fact]
    public async Task Stacked_behaviours_come_off_one_by_one()
    {
        await Expect("sad", "push sad", "push sad", "pop", "next");
        await Expect("happy", "pop", "next");
    }

    [Fact]
    public async Task The_last_behaviour_stays()
    {
        await Expect("happy", "pop", "pop", "next");
    }

    [Fact]
    public async Task Become_replaces_only_the_top_of_the_stack()
    {
        await Expect("sad", "push sad", "become sad", "next");
        await Expect("happy", "pop", "next");
    }

    [Fact]
    public async Task A_restart_brings_back_the_first_behaviour()
    {
        await Expect("happy", "become sad", "fail", "next");
    }

    [Fact]
    public async Task What_is_not_handled_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        actor.Tell("unhandled", TestActor);
        var unhandled = await ExpectMsgAsync<UnhandledMessage>();
        Assert.Equal("unhandled", unhandled.Message);
        Assert.Equal(TestActor, unhandled.Sender);
        Assert.Equal(actor, unhandled.Recipient);
    }

    private async Task Expect(string mood, params string[] messages)
    {
        foreach (var message in messages) _actor.Tell(message);
        await FishForMessageAsync<string>(text => text == mood);
    }

    private sealed class Moody : UntypedActor
    {
        protected override void OnReceive(object message) => React("happy", message);

        private void Sad(object message) => React("sad", message);

        private void React(string mood, object message)
        {
            switch (message)
            {
                case "become sad": Become(Sad); break;
                case "push sad": BecomeStacked(Sad); break;
                case "pop": UnbecomeStacked(); break;
                case "fail": throw Do.Fail();
                default: Sender.Tell(mood); break;
            }
        }
    }
}
