using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// The subscribers of a local channel: those that are live, and those that wait for the home's answer or for
/// what they have missed.
/// </summary>
internal sealed class LocalSubscribers(
    ChannelName channel, SubscriberSet live, HomeLink home, LocalDelivery delivery, IActorRef list)
{
    private readonly Joins _joins = new(channel);
    private HistoryReading? _reading;
    private Queue<Join>? _entering;

    /// <summary>How many the home has to count.</summary>
    public int Wanted => live.Count + _joins.News;

    public bool HasLive => live.Count > 0;

    public bool IsWaiting => !_joins.IsEmpty;

    /// <summary>What is read for subscribers that resume; null when none does.</summary>
    public HistoryReading? Reading => _reading;

    private Attachment Attachment => home.Attachment;

    /// <summary>A subscriber comes. The next request counts it.</summary>
    public Join Add(Subscribe m, IActorRef sender, DateTimeOffset now)
    {
        var isNew = !live.Contains(m.Subscriber) && !_joins.Contains(m.Subscriber);
        var join = new Join(m, sender, isNew, now);
        _joins.Add(join);
        return join;
    }

    public void Remove(IActorRef subscriber)
    {
        // What was published before is for it, too.
        delivery.Flush();
        if (live.Remove(subscriber) && live.Count == 0) list.Tell(new Vacated(channel));
        _joins.Remove(subscriber);
    }

    /// <summary>The home has answered a request.</summary>
    public void Counted(int version, long offset, int total) => _joins.Counted(version, offset, total);

    /// <summary>Those that are not counted yet wait for the answer to this request.</summary>
    public void AwaitAnswer(int version) => _joins.AwaitAnswer(version);

    /// <summary>Those that wait have to be counted again, and what they read to be read again.</summary>
    public void CountAgain(int version)
    {
        _reading = null;
        _joins.CountAgain(version);
    }

    /// <summary>Lets those in that can go live.</summary>
    /// <returns>What has to be read for the next of those that resume; null for nothing.</returns>
    public HistoryReading? Admit()
    {
        if (_joins.IsEmpty) return null;

        Enter(_joins.TakeLive(Attachment.Offset), continuous: true, []);
        if (_reading is not null || _joins.NextSince(Attachment.Offset) is not { } since) return null;

        return _reading = new HistoryReading(since);
    }

    /// <summary>
    /// All is read: those that resume from that point are live, if nothing came after it that they would
    /// miss.
    /// </summary>
    public void FinishReading()
    {
        var reading = _reading!;
        _reading = null;
        Enter(
            _joins.TakeResuming(reading.Since, Attachment.Offset),
            reading.Continuous,
            [.. reading.Contents]);
    }

    /// <summary>The history cannot be read.</summary>
    public void RefuseReaders(RejectReason reason)
    {
        if (_reading is null) return;

        _joins.RefuseResuming(_reading.Since, reason);
        _reading = null;
    }

    /// <summary>The home has refused those that it has not counted.</summary>
    /// <param name="room">How many the home would count, where the channel is full.</param>
    public void Refuse(RejectReason reason, int room)
    {
        if (reason is RejectReason.ChannelFull) _joins.RefuseYoungest(Wanted - Math.Max(room, 0));
        else _joins.RefuseAll(reason);
    }

    /// <summary>Refuses those that have waited since before a moment.</summary>
    /// <returns>True when there are fewer now.</returns>
    public bool RefuseBefore(DateTimeOffset moment) => _joins.RefuseBefore(moment);

    /// <summary>The local channel has failed.</summary>
    public void Lose()
    {
        foreach (var subscriber in live.Refs) subscriber.Tell(new ChannelLost(channel));
        if (live.Count > 0) list.Tell(new Vacated(channel));
        // One of them may have made it fail.
        foreach (var join in _entering ?? []) _joins.Add(join);
        _joins.RefuseAll(RejectReason.Unavailable);
    }

    private void Enter(IReadOnlyList<Join> joins, bool continuous, Publication[] missed)
    {
        if (joins.Count == 0) return;

        _entering = new Queue<Join>(joins);
        for (; _entering.TryPeek(out var join); _entering.Dequeue()) Enter(join, continuous, missed);
        _entering = null;
    }

    private void Enter(Join join, bool continuous, ReadOnlySpan<Publication> missed)
    {
        // What came before is not for it.
        delivery.Flush();
        var m = join.Subscribe;
        if (live.Contains(m.Subscriber)) live.Move(m.Subscriber, m.Encoding);
        else live.Add(m.Subscriber, m.Outbox, m.Encoding);
        if (live.Count == 1) list.Tell(new Occupied(channel));

        var subscribed = new Subscribed(
            channel, join.Total, Attachment.Offset, Attachment.Epoch, continuous);
        delivery.FanOut.Welcome(m, subscribed, missed);
        join.Sender.Tell(subscribed);
    }
}
