using Akka.Cluster.Sharding;
using Broker.Actors.Cluster;
using Broker.Cluster.Joining;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Cluster.Sharding;

/// <summary>Starts the parents of entities that are spread over the nodes of a cluster.</summary>
public static class ShardRegions
{
    /// <summary>
    /// Starts this node's region of a kind: what <see cref="EntityParent"/> is in one process. It may be
    /// started before the node joins; what is sent to it then waits. Where EntityParent holds back
    /// <see cref="EntityKind.HeldMax"/> messages for each entity, a shard holds back
    /// <c>akka.cluster.sharding.buffer-size</c> for all of its entities, and drops what is more.
    /// </summary>
    /// <param name="name">That of the kind, the same on all nodes.</param>
    /// <param name="shards">Parts that the entities are spread in, the same on all nodes.</param>
    public static IActorRef Start(ActorSystem system, string name, EntityKind kind, int shards)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var sharding = ClusterSharding.Get(system);
        var settings = ClusterShardingSettings.Create(system);
        // The coordinator is on the oldest node of this role: an older version has none for this kind.
        if (WireRoles.Of(kind.Since) is { } role) settings = settings.WithRole(role);
        return sharding.Start(
            name,
            new ShardedEntities(kind).PropsOf,
            settings,
            new EntityExtractor(kind, shards),
            sharding.DefaultShardAllocationStrategy(settings),
            StopEntity.Instance);
    }
}
