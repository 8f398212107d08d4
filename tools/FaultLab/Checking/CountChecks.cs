using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary><c>total_subscribers</c> and <c>list</c> speak for all nodes, and not for the dead.</summary>
internal static class CountChecks
{
    public static IEnumerable<Violation> Find(History history)
    {
        var members = history.Memberships.ToLookup(member => member.Channel);
        foreach (var counted in history.Counts)
        {
            var (possible, certain) = Bounds(history, members[counted.Channel], counted.Time);
            if (counted.IsList) (possible, certain) = (Math.Min(possible, 1), Math.Min(certain, 1));
            var what = $"{counted.Channel} has {counted.Count}{(counted.IsList ? " (list)" : "")} at node "
                + $"{counted.Node}, {counted.Time}";
            if (counted.Count > possible
                && !history.IsDisturbed(counted.Node, counted.Time, Patience.Recovery))
                yield return new Violation("ghost", $"{what}, and cannot have more than {possible}");
            if (counted.Count < certain && !history.IsDisturbed(counted.Time, Patience.Recovery))
                yield return new Violation("not counted", $"{what}, and must have {certain}");
        }
    }

    private static (int Possible, int Certain) Bounds(
        History history, IEnumerable<Membership> members, Interval time)
    {
        var (possible, certain) = (0, 0);
        foreach (var member in members)
        {
            var left = history.Noticed(member.Node, member.Possible.End);
            if (new Interval(member.Possible.Begin, left + Patience.Ghosts).Overlaps(time)) possible++;
            if (member.Certain is { } sure
                && sure.Begin + Patience.Arrivals < time.Begin && sure.End > time.End) certain++;
        }
        return (possible, certain);
    }
}
