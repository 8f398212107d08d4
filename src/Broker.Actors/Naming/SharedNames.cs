using Broker.Actors.Cluster;

namespace Broker.Actors.Naming;

/// <summary>What the nodes of a cluster share to keep names of clients unique.</summary>
/// <param name="Buckets">The parent of all <see cref="NameBucketActor"/>s.</param>
/// <param name="Members">The connection registries of all nodes: the one of this node writes it.</param>
public sealed record SharedNames(IActorRef Buckets, Members Members)
{
    /// <param name="start">Starts the parent of the buckets.</param>
    /// <param name="lease">Of this node.</param>
    public static SharedNames Start(StartEntities start, IHomeLease lease, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(start);
        var members = new Members();
        return new SharedNames(start("names", NameBucketActor.KindFor(members, lease, time)), members);
    }
}
