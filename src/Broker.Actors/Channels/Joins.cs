using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>The subscribers that wait for the home's answer, in the order in which they came.</summary>
internal sealed class Joins(ChannelName channel)
{
    private readonly List<Join> _waiting = [];

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>How many are not subscribed yet.</summary>
    public int News { get; private set; }

    public bool Contains(IActorRef subscriber) =>
        _waiting.Exists(join => join.Subscribe.Subscriber.Equals(subscriber));

    public void Add(Join join)
    {
        _waiting.Add(join);
        if (join.IsNew) News++;
    }

    /// <summary>The home has answered a request.</summary>
    public void Counted(int version, long offset, int total)
    {
        foreach (var join in _waiting)
            if (!join.IsCounted && join.Version <= version) (join.Total, join.LiveAt) = (total, offset);
    }

    /// <summary>Those that are not counted yet are counted by this request.</summary>
    public void AwaitAnswer(int version)
    {
        foreach (var join in _waiting)
            if (!join.IsCounted) join.Version = version;
    }

    /// <summary>All of them are counted by the next request.</summary>
    public void CountAgain(int version)
    {
        foreach (var join in _waiting) join.CountAgain(version);
    }

    /// <summary>Those that can go live at an offset, but for those that resume.</summary>
    public IReadOnlyList<Join> TakeLive(long offset) =>
        Take(join => IsReady(join, offset) && join.Subscribe.Since is null);

    /// <summary>The point of the first that can go live and resumes; null when there is none.</summary>
    public StreamPosition? NextSince(long offset) =>
        _waiting.Find(join => IsReady(join, offset) && join.Subscribe.Since is not null)?.Subscribe.Since;

    /// <summary>Those that resume from a point.</summary>
    public IReadOnlyList<Join> TakeResuming(StreamPosition since, long offset) =>
        Take(join => IsReady(join, offset) && join.Subscribe.Since == since);

    /// <summary>The subscriber has ended.</summary>
    public void Remove(IActorRef subscriber) =>
        Take(join => join.Subscribe.Subscriber.Equals(subscriber));

    /// <summary>Refuses the youngest that are not counted.</summary>
    public void RefuseYoungest(int count)
    {
        var news = _waiting.FindAll(join => join.IsNew && !join.IsCounted);
        var refused = news.TakeLast(count).ToHashSet();
        Refuse(Take(refused.Contains), RejectReason.ChannelFull);
    }

    public void RefuseAll(RejectReason reason) => Refuse(Take(_ => true), reason);

    /// <summary>Refuses those that resume from a point.</summary>
    public void RefuseResuming(StreamPosition since, RejectReason reason) =>
        Refuse(Take(join => join.Subscribe.Since == since), reason);

    /// <summary>Refuses those that came before a moment.</summary>
    /// <returns>True when the number of subscribers has changed.</returns>
    public bool RefuseBefore(DateTimeOffset moment)
    {
        var refused = Take(join => join.At <= moment);
        Refuse(refused, RejectReason.Unavailable);
        return refused.Any(join => join.IsNew);
    }

    private static bool IsReady(Join join, long offset) => join.IsCounted && join.LiveAt <= offset;

    private List<Join> Take(Predicate<Join> wanted)
    {
        var taken = _waiting.FindAll(wanted);
        if (taken.Count == 0) return taken;

        _waiting.RemoveAll(taken.Contains);
        News -= taken.Count(join => join.IsNew);
        return taken;
    }

    private void Refuse(List<Join> refused, RejectReason reason)
    {
        foreach (var join in refused) join.Sender.Tell(new Rejected(channel, reason));
    }
}
