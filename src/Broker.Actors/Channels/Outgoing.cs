using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// A node's publications to one channel: at most one batch is under way, the next collects meanwhile. Pure.
/// </summary>
internal sealed class Outgoing(ChannelName channel)
{
    private const int CapacityKept = 16;

    private static readonly TimeSpan FirstRepeatAfter = TimeSpan.FromMilliseconds(200);

    private List<Publish> _waiting = [];
    private List<Publish> _underWay = [];
    private TimeSpan _repeatAfter;
    private string? _epochBefore;

    /// <summary>The batch under way; null when none is.</summary>
    public PublishBatch? Batch { get; private set; }

    /// <summary>True when more than one copy of the batch under way was sent.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>The publications of the batch under way, in its order.</summary>
    public IReadOnlyList<Publish> UnderWay => _underWay;

    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>Whether it is in the list of those that can send.</summary>
    public bool IsReady { get; set; }

    /// <summary>The epoch that the channel answered last; null before it has answered.</summary>
    public string? Epoch { get; set; }

    /// <summary>When the batch under way is repeated.</summary>
    public DateTimeOffset RepeatAt { get; private set; }

    /// <summary>When it was used last.</summary>
    public DateTimeOffset UsedAt { get; private set; }

    public void Add(Publish m) => _waiting.Add(m);

    /// <summary>Makes the next batch of what waits.</summary>
    public PublishBatch Begin(
        IActorRef node, Incarnation publisher, long number, ChannelSettings settings, DateTimeOffset now)
    {
        Take(settings.BatchPublicationsMax, settings.BatchBytesMax);
        var submissions = new Submission[_underWay.Count];
        for (var i = 0; i < submissions.Length; i++)
        {
            var m = _underWay[i];
            submissions[i] = new Submission(m.Sender, m.Content, m.IsText, m.IdempotencyKey);
        }

        (UsedAt, _repeatAfter, _epochBefore, IsRepeated) = (now, FirstRepeatAfter, null, false);
        RepeatAt = now + _repeatAfter;
        return Batch = new PublishBatch(
            channel, node, publisher, number, IsRepeat: false, Epoch, submissions);
    }

    /// <summary>The batch under way once more; each time after twice the wait.</summary>
    public PublishBatch Repeat(DateTimeOffset now)
    {
        (_repeatAfter, IsRepeated) = (2 * _repeatAfter, true);
        RepeatAt = now + _repeatAfter;
        return Batch! with { IsRepeat = true };
    }

    /// <summary>
    /// The batch under way once more, after a home has moved that has not accepted it. That home never will,
    /// so its successor may accept this copy whatever its own epoch.
    /// </summary>
    public PublishBatch RepeatAfterMove(string epoch, DateTimeOffset now)
    {
        if (Batch!.Epoch == epoch) (Batch, _epochBefore) = (Batch with { Epoch = null }, epoch);
        return Repeat(now);
    }

    /// <summary>
    /// The batch under way once more, after a home was lost. If that was a successor, it may have accepted a
    /// copy.
    /// </summary>
    public PublishBatch RepeatAfterLoss(DateTimeOffset now)
    {
        Batch = Batch! with { Epoch = Batch.Epoch ?? _epochBefore };
        return Repeat(now);
    }

    /// <summary>The batch under way is answered or given up.</summary>
    public void End()
    {
        Batch = null;
        // So that a channel that was busy once stays small.
        if (_underWay.Capacity > CapacityKept) _underWay = [];
        else _underWay.Clear();
    }

    /// <summary>True when the oldest publication of the batch under way has waited for so long.</summary>
    public bool HasWaited(TimeSpan timeout, TimeProvider time) =>
        Batch is not null && time.GetElapsedTime(_underWay[0].AcceptedAt) >= timeout;

    /// <summary>Takes those that wait since before, oldest first, and leaves the others.</summary>
    public IReadOnlyList<Publish> TakeWaiting(TimeSpan timeout, TimeProvider time)
    {
        var count = 0;
        while (count < _waiting.Count && time.GetElapsedTime(_waiting[count].AcceptedAt) >= timeout) count++;
        var taken = _waiting[..count];
        _waiting.RemoveRange(0, count);
        return taken;
    }

    private void Take(int publicationsMax, int bytesMax)
    {
        var (count, bytes) = (0, 0L);
        while (count < _waiting.Count && count < publicationsMax)
        {
            bytes += _waiting[count].Content.Length;
            if (count > 0 && bytes > bytesMax) break;
            count++;
        }

        if (count == _waiting.Count) (_waiting, _underWay) = (_underWay, _waiting);
        else
        {
            _underWay.AddRange(_waiting[..count]);
            _waiting.RemoveRange(0, count);
        }
    }
}
