using Broker.Actors.Cluster;

namespace Broker.Cluster.Leases;

/// <summary>
/// Under which the homes of this node store and accept. The database refuses what is stored without its
/// lease. A home that stores nothing goes on while the database is away, as long as this node is in contact
/// with the majority. When the others have ended this node, neither holds again.
/// </summary>
/// <param name="database">Null without PostgreSQL.</param>
internal sealed class HomeLease(NodeLease? database, NodeLease majority) : IHomeLease
{
    public bool MayStore => database is { IsValid: true };

    public bool MayAccept => MayStore || (majority.IsValid && database is not { HasEnded: true });
}
