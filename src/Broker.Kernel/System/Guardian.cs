namespace Broker.Kernel;

/// <summary>Parent of all actors that were made from outside of an actor.</summary>
internal sealed class Guardian : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}
