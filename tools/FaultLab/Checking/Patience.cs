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

    /// <summary>After this, the homes of a node that does not answer are on others.</summary>
    public static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(12);

    /// <summary>No channel is interrupted for longer by what operators do.</summary>
    public static readonly TimeSpan Interruption = TimeSpan.FromSeconds(0.5);

    /// <summary>So long before it failed a home may have acknowledged what no other node has.</summary>
    public static readonly TimeSpan Underway = TimeSpan.FromSeconds(1);

    /// <summary>So much a standby may lack: what the lab made it miss.</summary>
    public static readonly TimeSpan StandbyLag = TimeSpan.FromSeconds(1);

    /// <summary>Whether something was broken for this node in a time, or shortly before.</summary>
    public static bool IsDisturbed(this History history, int node, Interval time, TimeSpan recovery) =>
        history.Faults.Any(fault =>
            fault.Touches(node) && fault.Time.Widened(default, recovery).Overlaps(time));

    /// <summary>The same for any node.</summary>
    public static bool IsDisturbed(this History history, Interval time, TimeSpan recovery) =>
        history.Faults.Any(fault => fault.Time.Widened(default, recovery).Overlaps(time));

    /// <summary>Whether a node may refuse an operation, or leave it unanswered.</summary>
    public static bool MayRefuse(this History history, Answer answer) =>
        history.Faults.Any(fault => fault.Excuses(answer))
        || history.Faults.Any(fault => !fault.IsPlanned
            && fault.Time.Widened(default, Recovery).Overlaps(answer.Time)
            && history.Faults.Any(other => history.LeaveNone(fault, other, answer)));

    /// <summary>
    /// When a node could know that a client had left: one that is frozen hears of it when it goes on, and
    /// until then may show it again for a moment.
    /// </summary>
    public static TimeSpan Noticed(this History history, int node, TimeSpan left) => history.Faults
        .Where(fault => fault.Kind is FaultKind.FreezeShort or FaultKind.Freeze or FaultKind.FreezeOthers
            && fault.Nodes.Contains(node) && fault.Time.Overlaps(new Interval(left, left)))
        .Select(fault => fault.Time.End)
        .Append(left)
        .Max();

    /// <summary>What was acknowledged then may be lost with the database that has it.</summary>
    public static bool IsLostByFailover(this History history, TimeSpan acknowledged) => history.Faults.Any(
        fault => fault.Kind is FaultKind.Failover
            && fault.Time.Widened(StandbyLag, default).Overlaps(new Interval(acknowledged, acknowledged)));

    // A home may be on the node that is broken, and its store with the database.
    private static bool Excuses(this Fault fault, Answer answer)
    {
        // Each version serves. Only what nodes know of each other may be less.
        if (fault.Kind is FaultKind.EarlierVersion) return false;
        if (fault.Touches(answer.Node) && (!fault.IsOfStore || answer.NeedsStore))
            return fault.Time.Widened(default, Recovery).Overlaps(answer.Time);
        if (fault.IsPlanned) return false;
        if (fault.IsOfStore)
            return answer.NeedsStore && fault.Time.Widened(default, Recovery).Overlaps(answer.Time);

        var away = new Interval(fault.Time.Begin, fault.Time.Begin + TakeOver);
        return away.Overlaps(answer.Time);
    }

    // Two faults at once may leave too few nodes. Of three nodes, two go on without the database when the
    // third one dies; of two nodes, one cannot.
    private static bool LeaveNone(this History history, Fault fault, Fault other, Answer answer) =>
        !ReferenceEquals(fault, other)
        && other.Time.Widened(default, Recovery).Overlaps(fault.Time)
        && (answer.NeedsStore || history.Nodes < 3 || (!fault.IsOfStore && !other.IsOfStore));
}
