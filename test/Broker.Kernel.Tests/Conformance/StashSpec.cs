namespace Broker.KernelTests.Conformance;

public class StashSpec : TestKit
{
    private readonly IActorRef _actor;

    public StashSpec() => _actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

    [Fact]
    public async Task What_is_stashed_comes_back_in_order()
    {
        foreach (var message in new[] { "a", "b", "c", "open" }) _actor.Tell(message);
        await ExpectMsgAsync("open");
        foreach (var message in new[] { "a", "b", "c" }) await ExpectMsgAsync(message);
    }

    [Fact]
    public async Task What_comes_back_goes_before_what_waits_in_the_mailbox()
    {
        foreach (var message in new[] { "a", "open", "b" }) _actor.Tell(message);
        await ExpectMsgAsync("open");
        await ExpectMsgAsync("a");
        await ExpectMsgAsync("b");
    }

    [Fact]
    public async Task Each_message_comes_back_with_its_sender()
    {
        var probe = CreateTestProbe();
        _actor.Tell("a", probe);
        _actor.Tell("open");
        await ExpectMsgAsync("open");
        await ExpectMsgFromAsync(probe, "a");
    }

    [Fact]
    public async Task Unstash_brings_back_the_oldest_one()
    {
        foreach (var message in new[] { "a", "b", "one" }) _actor.Tell(message);
        await ExpectMsgAsync("one");
        await ExpectMsgAsync("a");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_message_cannot_be_stashed_twice()
    {
        _actor.Tell("twice");
        await ExpectMsgAsync(nameof(IllegalActorStateException));
    }

    [Fact]
    public async Task A_restart_brings_back_what_was_stashed()
    {
        foreach (var message in new object[] { "a", "b", Do.Fail(), "open" }) _actor.Tell(message);
        await ExpectMsgAsync("open");
        await ExpectMsgAsync("a");
        await ExpectMsgAsync("b");
    }

    [Fact]
    public async Task A_stop_sends_what_was_stashed_to_the_dead_letters()
    {
        await EventFilter.DeadLetter<string>(text => text == "a").ExpectOneAsync(() =>
        {
            _actor.Tell("a");
            _actor.Tell(PoisonPill.Instance);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Clearing_hands_out_what_was_stashed()
    {
        foreach (var message in new[] { "a", "b", "clear", "open" }) _actor.Tell(message);
        await ExpectMsgAsync("cleared a,b");
        await ExpectMsgAsync("open");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_stash_over_its_capacity_makes_the_actor_fail()
    {
        var small = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)).WithStashCapacity(2));
        await EventFilter.Exception<StashOverflowException>().ExpectOneAsync(() =>
        {
            foreach (var message in new[] { "a", "b", "c" }) small.Tell(message);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_notice_of_death_can_be_stashed_and_comes_back()
    {
        var watched = Sys.ActorOf(Echo.Props);
        _actor.Tell(watched);
        await ExpectMsgAsync("watching");
        Watch(watched);
        Sys.Stop(watched);
        await ExpectTerminatedAsync(watched);
        _actor.Tell("open");
        await ExpectMsgAsync("open");
        await ExpectMsgAsync("terminated");
    }

    /// <summary>Stashes every text until it is opened.</summary>
    private sealed class Stashing(IActorRef listener) : UntypedActor, IWithStash
    {
        private bool _isOpen;

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "open": _isOpen = true; listener.Tell(message); Stash.UnstashAll(); break;
                case "one": _isOpen = true; listener.Tell(message); Stash.Unstash(); break;
                case "twice": StashTwice(); break;
                case "clear": Clear(); break;
                case Exception failure: throw failure;
                case IActorRef actor: Context.Watch(actor); listener.Tell("watching"); break;
                case Terminated when _isOpen: listener.Tell("terminated"); break;
                default: StashOrPass(message); break;
            }
        }

        private void StashOrPass(object message)
        {
            if (_isOpen) listener.Tell(message, Sender);
            else Stash.Stash();
        }

        private void StashTwice()
        {
            Stash.Stash();
            listener.Tell(Record.Exception(() => Stash.Stash()).GetType().Name);
        }

        private void Clear() =>
            listener.Tell(
                "cleared " + string.Join(",", Stash.ClearStash().Select(envelope => envelope.Message)));
    }
}
