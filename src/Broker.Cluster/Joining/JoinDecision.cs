namespace Broker.Cluster.Joining;

/// <summary>What a node that is in no cluster yet does next, by what the table says.</summary>
internal abstract record JoinDecision
{
    /// <summary>Joins a cluster that is there.</summary>
    public sealed record JoinOthers(IReadOnlyList<string> Addresses) : JoinDecision;

    /// <summary>Begins a cluster.</summary>
    public sealed record JoinSelf : JoinDecision;

    /// <summary>Looks again later.</summary>
    public sealed record Wait(string Reason) : JoinDecision;

    /// <summary>Ends, because it can never join.</summary>
    public sealed record Refuse(string Problem) : JoinDecision;

    /// <param name="others">Nodes that have not ended, without this one.</param>
    /// <param name="agreed">This node's settings that must be equal on all nodes.</param>
    /// <param name="answering">For how long the database has answered this node without a failure.</param>
    /// <param name="patience">For how long it has to, so that every node that lives has renewed.</param>
    public static JoinDecision Of(
        IReadOnlyList<NodeRow> others, string agreed, TimeSpan answering, TimeSpan patience)
    {
        var members = others.Where(row => row.State is NodeState.Up or NodeState.Leaving).ToList();
        var up = members.Where(row => row is { State: NodeState.Up, IsLive: true }).ToList();
        if (up.Find(row => row.Agreed != agreed) is { } different)
            return new Refuse(
                $"node {different.Address} runs with [{different.Agreed}], this one with [{agreed}];"
                + " these settings must be equal on all nodes");

        if (up.Count > 0) return new JoinOthers([.. up.Select(row => row.Address)]);
        if (members.Find(row => row.IsLive) is { } leaving)
            return new Wait($"node {leaving.Address} is leaving");

        // A database that was away has the leases of all nodes expired. Those that live renew them first.
        if (members.Count > 0 && answering < patience)
            return new Wait($"node {members[0].Address} may still live");

        return new JoinSelf();
    }
}
