using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Cluster;

/// <summary>
/// The actors of one name, one on each node, that hold what buckets ask for when they start. The one of this
/// node writes it, and the buckets of this node read it, from any thread.
/// </summary>
public sealed class Members
{
    private IReadOnlyList<IActorRef> _all = [];
    // Unknown until the first count.
    private int _unmet = 1;

    /// <summary>Another list after each change.</summary>
    public IReadOnlyList<IActorRef> All => Volatile.Read(ref _all);

    /// <summary>
    /// True when each node's is among <see cref="All"/>. Read it first: a node that is met is among them
    /// before.
    /// </summary>
    public bool AreComplete => Volatile.Read(ref _unmet) == 0;

    /// <summary>Takes a message that is about members.</summary>
    /// <returns>False for any other.</returns>
    public bool TryTake(object message)
    {
        switch (message)
        {
            case MemberMet m: Add(m.Member); break;
            case MemberLost m: Remove(m.Member); break;
            case MembersUnmet m: Volatile.Write(ref _unmet, m.Count); break;
            default: return false;
        }
        return true;
    }

    /// <summary>Adds the actor of this node, or of another.</summary>
    public void Add(IActorRef member)
    {
        if (!All.Contains(member)) Volatile.Write(ref _all, [.. All, member]);
    }

    private void Remove(IActorRef member) =>
        Volatile.Write(ref _all, [.. All.Where(known => !known.Equals(member))]);
}
