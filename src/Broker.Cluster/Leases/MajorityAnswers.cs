using Akka.Cluster;
using Broker.Cluster.SplitBrain;

namespace Broker.Cluster.Leases;

/// <summary>
/// Since when a majority of the members has answered this node. Members count as in <see cref="Majority"/>:
/// two parts of a cluster never both have one, also where a change of membership is under way. Pure.
/// </summary>
internal sealed class MajorityAnswers
{
    private readonly Dictionary<UniqueAddress, TimeSpan> _sentAt = [];

    /// <summary>A member has answered what was sent then.</summary>
    public void Add(UniqueAddress member, TimeSpan sentAt)
    {
        if (sentAt > _sentAt.GetValueOrDefault(member, TimeSpan.MinValue)) _sentAt[member] = sentAt;
    }

    /// <summary>
    /// The latest moment from which on a majority was asked and has answered; null when there is none.
    /// </summary>
    public TimeSpan? Since(IReadOnlyCollection<(UniqueAddress Node, MemberStatus Status)> members)
    {
        foreach (var gone in _sentAt.Keys.Except(members.Select(member => member.Node)))
            _sentAt.Remove(gone);
        foreach (var since in _sentAt.Values.OrderDescending())
        {
            var share = Majority.Of(members.Select(member =>
                (member.Status, _sentAt.TryGetValue(member.Node, out var sentAt) && sentAt >= since)));
            if (share is Majority.Share.More) return since;
        }
        return null;
    }
}
