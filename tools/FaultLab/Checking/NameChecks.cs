using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>A name is one client's at a time, over all nodes.</summary>
internal static class NameChecks
{
    public static IEnumerable<Violation> Find(History history) =>
        from name in history.Names.GroupBy(held => held.Name)
        let holders = name.OrderBy(held => held.Held.Begin).ToList()
        from pair in holders.Index()
        from later in holders.Skip(pair.Index + 1)
        where later.Held.Begin < pair.Item.Held.End && !IsExcused(history, pair.Item, later)
        select new Violation("two winners", $"{name.Key} was {pair.Item.Client}'s at node {pair.Item.Node} "
            + $"({pair.Item.Held}) and {later.Client}'s at node {later.Node} ({later.Held})");

    // A node that is cut off, or frozen, loses its names and cannot know it; once it is back it must soon.
    private static bool IsExcused(History history, NameHeld first, NameHeld later) =>
        history.Faults.Any(fault => fault.Touches(first.Node)
            && fault.Time.Begin < later.Held.Begin
            && first.Held.End < fault.Time.End + Patience.Recovery);
}
