namespace Broker.Cluster.Status;

/// <summary>One member of the cluster, as another one sees it.</summary>
/// <param name="Address">HOST:PORT for other nodes.</param>
/// <param name="Status">Akka's word for it: joining, weaklyup, up, leaving, exiting or down.</param>
/// <param name="IsReachable">False while it does not answer heartbeats.</param>
/// <param name="IsOldest">True for the one that says where homes are.</param>
/// <param name="Lease">What is left of its lease; null where the database does not say.</param>
/// <param name="Shards">Parts of homes on it, by kind; null where it does not answer.</param>
/// <param name="Homes">Entities in these.</param>
public sealed record MemberStatus(
    string Address,
    string Status,
    bool IsReachable,
    bool IsOldest,
    TimeSpan? Lease,
    IReadOnlyDictionary<string, int>? Shards,
    IReadOnlyDictionary<string, int>? Homes);
