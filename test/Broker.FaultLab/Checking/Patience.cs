using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>What the contract leaves to time, and what a fault excuses.</summary>
internal static class Patience
{
    /// <summary>After this, what belongs to a dead node or a client that left is seen nowhere.</summary>
    public static readonly TimeSpan Ghosts = TimeSpan.FromSeconds(10);

    /// <summary>After this, without any fault, every node has seen a client that came.</summary>
    public static readonly TimeSpan Arrivals = TimeSpan.FromSeconds(5);

    /// <summary>So long after a fault a node may still be finding its way back.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);

    /// <summary>So long before a database crashed its commits may not have been on disk.</summary>
    public static readonly TimeSpan Unflushed = TimeSpan.FromSeconds(3);

    /// <summary>Whether something was broken for this node in a time, or shortly before.</summary>
    public static bool IsDisturbed(this History history, int node, Interval time, TimeSpan recovery) =>
        history.Faults.Any(fault =>
            fault.Touches(node) && fault.Time.Widened(default, recovery).Overlaps(time));

    /// <summary>The same for any node.</summary>
    public static bool IsDisturbed(this History history, Interval time, TimeSpan recovery) =>
        history.Faults.Any(fault => fault.Time.Widened(default, recovery).Overlaps(time));

    /// <summary>
    /// When a node could know that a client had left: one that is frozen hears of it when it goes on, and
    /// until then may show it again for a moment.
    /// </summary>
    public static TimeSpan Noticed(this History history, int node, TimeSpan left) => history.Faults
        .Where(fault => fault.Kind is FaultKind.Freeze && fault.Node == node
            && fault.Time.Overlaps(new Interval(left, left)))
        .Select(fault => fault.Time.End)
        .Append(left)
        .Max();
}
