namespace Broker.Gateway.Admin;

/// <summary>The body of <c>GET /admin/cluster</c>: what the node that is asked knows of all nodes.</summary>
/// <param name="Self">Its address for other nodes; null in a process that is no node.</param>
/// <param name="DatabaseAway">True while the database does not say who has a lease.</param>
internal sealed record ClusterBody(
    string? Self, bool DatabaseAway, IReadOnlyList<ClusterBody.Member> Members)
{
    /// <param name="Status">joining, weaklyup, up, leaving, exiting or down.</param>
    /// <param name="Oldest">True for the node that says where homes are.</param>
    /// <param name="LeaseMs">What is left of its lease; null where there is none.</param>
    /// <param name="Shards">Parts of homes on it, by kind; null where it does not answer.</param>
    /// <param name="Homes">Homes in these, by kind.</param>
    /// <param name="Version">Null where it does not answer.</param>
    /// <param name="StoreWriting">False while what it stores fails; null where it does not answer.</param>
    /// <param name="Windows">
    /// Contents on their way from it to each other node, in bytes; null where it does not answer.
    /// </param>
    internal sealed record Member(
        string Address,
        string Status,
        bool Reachable,
        bool Oldest,
        long? LeaseMs,
        IReadOnlyDictionary<string, int>? Shards,
        IReadOnlyDictionary<string, int>? Homes,
        string? Version,
        bool? StoreWriting,
        IReadOnlyDictionary<string, long>? Windows);
}
