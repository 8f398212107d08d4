namespace Broker.FaultLab.Histories;

/// <summary>Something that the lab broke.</summary>
/// <param name="Kind">What.</param>
/// <param name="Node">Which node; -1 for the database, that is all of them.</param>
/// <param name="Time">From before it to when the node, or all of them, were ready again.</param>
public sealed record Fault(FaultKind Kind, int Node, Interval Time)
{
    public const int AllNodes = -1;

    public bool Touches(int node) => Node == AllNodes || Node == node;
}
