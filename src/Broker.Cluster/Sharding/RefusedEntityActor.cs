using Broker.Actors.Cluster;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Cluster.Sharding;

/// <summary>
/// Stands for an entity that has no room on this node. It refuses what comes until its shard stops it; the
/// next message may find room.
/// </summary>
internal sealed class RefusedEntityActor(EntityKind kind) : UntypedActor
{
    public static Props PropsFor(EntityKind kind) => Props.Create(() => new RefusedEntityActor(kind));

    protected override void OnReceive(object message)
    {
        if (message is StopEntity) Context.Stop(Self);
        else kind.Refuse(message, Sender, RefusedBecause.TooMany);
    }

    protected override void PreStart() => Context.Parent.Tell(Passivate.Instance);
}
