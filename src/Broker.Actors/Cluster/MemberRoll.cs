namespace Broker.Actors.Cluster;

/// <summary>
/// Who has told a bucket what it holds. A bucket knows nothing when it starts: it asks all nodes, and decides
/// nothing until all have answered or a time has passed. It goes on to ask those that are silent, and those
/// that it meets later.
/// </summary>
internal sealed class MemberRoll(Members members, TimeProvider time, TimeSpan patience)
{
    private readonly HashSet<IActorRef> _answered = [];
    private readonly long _beganAt = time.GetTimestamp();
    private IReadOnlyList<IActorRef> _seen = [];
    private bool _isOver;

    /// <summary>True when the bucket may decide.</summary>
    public bool IsOver => _isOver = _isOver || HaveAllAnswered || time.GetElapsedTime(_beganAt) >= patience;

    /// <summary>Those that are to be asked.</summary>
    public IEnumerable<IActorRef> Silent => members.All.Where(member => !_answered.Contains(member));

    private bool HaveAllAnswered => members.AreComplete && !Silent.Any();

    /// <summary>Whether what the node holds is known here.</summary>
    public bool HasAnswered(IActorRef member) => _answered.Contains(member);

    /// <summary>The node has said all that it holds.</summary>
    /// <returns>False for a node that is gone or not known.</returns>
    public bool Answered(IActorRef member)
    {
        if (!members.All.Contains(member)) return false;

        _answered.Add(member);
        return true;
    }

    /// <summary>
    /// Those that had answered and are gone: each is named once. Costs nothing while all stay.
    /// </summary>
    public IReadOnlyList<IActorRef> TakeLost()
    {
        var now = members.All;
        if (ReferenceEquals(now, _seen)) return [];

        _seen = now;
        IActorRef[] lost = [.. _answered.Except(now)];
        _answered.ExceptWith(lost);
        return lost;
    }
}
