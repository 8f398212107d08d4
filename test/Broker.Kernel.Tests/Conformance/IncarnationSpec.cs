namespace Broker.KernelTests.Conformance;

public class IncarnationSpec : TestKit
{
    [Fact]
    public async Task A_childs_name_is_free_when_the_parent_is_told_of_its_end()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Renewer(TestActor)));
        var first = await ExpectMsgAsync<IActorRef>();
        first.Tell(PoisonPill.Instance);
        var second = await ExpectMsgAsync<IActorRef>();

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
        Assert.NotEqual(first, second);
        Assert.Equal(subject.Path, second.Path.Parent);
    }

    [Fact]
    public async Task The_ref_of_a_former_incarnation_does_not_reach_the_next_one()
    {
        Sys.ActorOf(Props.Create(() => new Renewer(TestActor)));
        var first = await ExpectMsgAsync<IActorRef>();
        first.Tell(PoisonPill.Instance);
        var second = await ExpectMsgAsync<IActorRef>();

        await EventFilter.DeadLetter<string>().ExpectOneAsync(() =>
        {
            first.Tell("to the first", TestActor);
            return Task.CompletedTask;
        });
        second.Tell("to the second", TestActor);
        await ExpectMsgAsync("to the second");
    }

    /// <summary>Keeps one child of one name: when it ends, starts the next.</summary>
    private sealed class Renewer(IActorRef listener) : UntypedActor
    {
        protected override void PreStart() => Renew();

        protected override void OnReceive(object message)
        {
            if (message is Terminated) Renew();
            else Unhandled(message);
        }

        private void Renew() => listener.Tell(Context.Watch(Context.ActorOf(Echo.Props, "one")));
    }
}
