namespace Broker.Actors.Tests;

/// <summary>Stands in for an actor that is started by another: what it is sent, the probe sees.</summary>
internal sealed class Forwarder(IActorRef to) : UntypedActor
{
    public static Props PropsFor(IActorRef to) => Props.Create(() => new Forwarder(to));

    protected override void OnReceive(object message) => to.Forward(message);
}
