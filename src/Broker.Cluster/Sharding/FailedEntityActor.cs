namespace Broker.Cluster.Sharding;

/// <summary>Takes the place of an entity that has failed, and stops before it gets a message.</summary>
internal sealed class FailedEntityActor : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);

    protected override void PreStart() => Context.Stop(Self);
}
