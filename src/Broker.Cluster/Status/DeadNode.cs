using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Status;

/// <summary>A node that an operator knows to be dead.</summary>
public static class DeadNode
{
    /// <summary>
    /// Has the cluster remove a member: its homes start on the others, and the database refuses what it still
    /// writes. One that is reachable is left alone.
    /// </summary>
    /// <param name="address">HOST:PORT, as <see cref="MemberStatus.Address"/>.</param>
    public static DownResult Down(ActorSystem system, string address)
    {
        var cluster = AkkaCluster.Get(system);
        var state = cluster.State;
        var member = state.Members.FirstOrDefault(member => StatusReader.Shown(member.Address) == address);
        if (member is null) return DownResult.Unknown;
        if (!state.Unreachable.Contains(member)) return DownResult.Reachable;

        cluster.Down(member.Address);
        return DownResult.Downed;
    }
}
