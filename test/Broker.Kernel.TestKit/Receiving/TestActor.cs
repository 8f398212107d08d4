using System.Threading.Channels;

namespace Broker.Kernel.TestKit;

/// <summary>Puts what it receives into the kit's queue. Parent of what <c>ChildActorOf</c> makes.</summary>
internal sealed class TestActor(ChannelWriter<MessageEnvelope> queue) : UntypedActor
{
    private readonly PerChildStrategy _strategy = new();
    private Func<object, bool>? _shouldIgnore;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TestActorProtocol.Watch m:
                Context.Watch(m.Actor); Sender.Tell(
                TestActorProtocol.Done.Instance); break;
            case TestActorProtocol.Unwatch m:
                Context.Unwatch(m.Actor); Sender.Tell(
                TestActorProtocol.Done.Instance); break;
            case TestActorProtocol.Ignore m: _shouldIgnore = m.ShouldIgnore; break;
            case TestActorProtocol.Spawn m: Spawn(m); break;
            default: Pass(message); break;
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    private void Spawn(TestActorProtocol.Spawn spawn)
    {
        var child = Context.ActorOf(spawn.Props, spawn.Name);
        if (spawn.Strategy is not null) _strategy.Set(child, spawn.Strategy);
        Sender.Tell(child);
    }

    private void Pass(object message)
    {
        if (_shouldIgnore?.Invoke(message) != true) queue.TryWrite(new MessageEnvelope(message, Sender));
    }

    /// <summary>Each child can be given a supervision of its own.</summary>
    private sealed class PerChildStrategy() : OneForOneStrategy(DefaultDecider)
    {
        private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];

        public void Set(IActorRef child, SupervisorStrategy strategy) => _strategies[child] = strategy;

        protected override Directive Handle(IActorRef child, Exception exception) =>
            (_strategies.TryGetValue(child, out var own) ? own.Decider : Decider).Decide(exception);
    }
}
