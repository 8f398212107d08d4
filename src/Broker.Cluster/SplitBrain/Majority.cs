using Akka.Cluster;

namespace Broker.Cluster.SplitBrain;

/// <summary>
/// Which part of a cluster goes on when its members cannot all reach each other. The others may already see a
/// change of membership that is under way, so this part is counted at its smallest and the rest at its
/// largest. Two parts then never both have more than half.
/// </summary>
internal static class Majority
{
    /// <summary>How the reachable members compare with the rest.</summary>
    public enum Share
    {
        /// <summary>More than half: this part goes on.</summary>
        More,

        /// <summary>Exactly half: something else has to decide.</summary>
        Half,

        /// <summary>Less than half: this part ends.</summary>
        Less,
    }

    /// <param name="members">Each with whether it is in this part.</param>
    public static Share Of(IEnumerable<(MemberStatus Status, bool IsHere)> members)
    {
        var (here, there) = (0, 0);
        foreach (var (status, isHere) in members)
        {
            if (isHere && status is MemberStatus.Up) here++;
            if (!isHere && IsPossiblyUp(status)) there++;
        }
        return here > there ? Share.More : here == there ? Share.Half : Share.Less;
    }

    // One that joins may be up by what the rest knows; one that leaves may still count there.
    private static bool IsPossiblyUp(MemberStatus status) =>
        status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving;
}
