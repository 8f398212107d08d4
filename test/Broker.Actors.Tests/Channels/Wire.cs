using Broker.Actors.Cluster;

namespace Broker.Actors.Tests.Channels;

/// <summary>What lies before an actor of another node: the spec decides what passes, and how often.</summary>
/// <param name="to">Who gets what passes.</param>
/// <param name="copies">Asked for each message between nodes, on the thread that sends.</param>
internal sealed class Wire(IActorRef to, Func<IWireMessage, int> copies) : MinimalActorRef
{
    public override ActorPath Path { get; } = to.Path / "wire";

    public override IActorRefProvider Provider => throw new NotSupportedException();

    protected override void TellInternal(object message, IActorRef sender)
    {
        var count = message is IWireMessage crossing ? copies(crossing) : 1;
        for (; count > 0; count--) to.Tell(message, sender);
    }
}
