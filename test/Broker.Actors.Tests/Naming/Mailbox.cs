namespace Broker.Actors.Tests.Naming;

/// <summary>An actor of a run: what it is told, the run delivers.</summary>
internal sealed class Mailbox(string name, Action<Mailbox, object> send) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / name;

    public override IActorRefProvider Provider => throw new NotSupportedException();

    protected override void TellInternal(object message, IActorRef sender) => send(this, message);
}
