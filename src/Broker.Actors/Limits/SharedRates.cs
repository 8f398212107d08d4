using Broker.Actors.Cluster;

namespace Broker.Actors.Limits;

/// <summary>What the nodes of a cluster share to keep limits for all of them together.</summary>
/// <param name="Buckets">The parent of all <see cref="RateBucketActor"/>s.</param>
/// <param name="Members">The rate keepers of all nodes: the one of this node writes it.</param>
public sealed record SharedRates(IActorRef Buckets, Members Members)
{
    /// <param name="start">Starts the parent of the buckets.</param>
    /// <param name="lease">Of this node.</param>
    public static SharedRates Start(StartEntities start, IHomeLease lease, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(start);
        var members = new Members();
        return new SharedRates(start("rates", RateBucketActor.KindFor(members, lease, time)), members);
    }
}
