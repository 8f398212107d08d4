namespace Broker.Cluster.Status;

/// <summary>What one node knows of the cluster now.</summary>
/// <param name="Self">Its address.</param>
/// <param name="IsDatabaseAway">Then no lease can be told.</param>
public sealed record ClusterStatus(string Self, bool IsDatabaseAway, IReadOnlyList<MemberStatus> Members);
