using Akka.Cluster;

namespace Broker.Cluster.Status;

/// <summary>The member that all agree on: it has been up for longest.</summary>
internal static class Oldest
{
    /// <returns>Null where none is up.</returns>
    public static Member? Of(ClusterEvent.CurrentClusterState state) => state.Members
        .Where(member => member.Status is Akka.Cluster.MemberStatus.Up)
        .Aggregate((Member?)null, (oldest, member) =>
            oldest is null || member.IsOlderThan(oldest) ? member : oldest);
}
