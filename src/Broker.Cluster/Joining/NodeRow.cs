namespace Broker.Cluster.Joining;

/// <summary>What the table has of one node.</summary>
/// <param name="IsLive">Whether its lease runs, by the clock of the database.</param>
internal sealed record NodeRow(long Id, string Address, NodeState State, string Agreed, bool IsLive);
