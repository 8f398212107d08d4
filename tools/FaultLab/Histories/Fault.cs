namespace Broker.FaultLab.Histories;

/// <summary>Something that the lab broke.</summary>
/// <param name="Kind">What.</param>
/// <param name="Nodes">Which nodes; none where it is the database of all of them.</param>
/// <param name="Time">From before it to when the nodes, or all of them, were ready again.</param>
public sealed record Fault(FaultKind Kind, IReadOnlyList<int> Nodes, Interval Time)
{
    /// <summary>Nothing is lost and nobody waits: it is what operators do.</summary>
    public bool IsPlanned => Kind
        is FaultKind.Restart or FaultKind.Join or FaultKind.Shrink
        or FaultKind.Upgrade or FaultKind.EarlierVersion;

    /// <summary>It is between nodes and their database, and needs no other home.</summary>
    public bool IsOfStore => Kind is >= FaultKind.DatabaseRefused;

    public bool Touches(int node) => Nodes.Count == 0 || Nodes.Contains(node);
}
