namespace Broker.Actors.Channels;

/// <summary>
/// The newest publications of one channel, bounded by count, age and bytes. Offsets in it are consecutive.
/// </summary>
internal sealed class History(HistoryLimits limits)
{
    private readonly Queue<Publication> _kept = new();
    private long _bytes;

    public bool IsEmpty => _kept.Count == 0;

    /// <summary>The oldest offset that is kept, or null when none is.</summary>
    public long? Oldest => _kept.TryPeek(out var oldest) ? oldest.Offset : null;

    /// <summary>When the oldest publication expires, or null when nothing is kept.</summary>
    public DateTimeOffset? NextExpiry => _kept.TryPeek(out var oldest) ? oldest.SentAt + limits.Age : null;

    public void Append(Publication publication)
    {
        if (limits.Size == 0) return;

        _kept.Enqueue(publication);
        _bytes += publication.Content.Length;
        while (_kept.Count > limits.Size || _bytes > limits.BytesMax) DropOldest();
    }

    /// <summary>Forgets what is as old as the age limit.</summary>
    public void Expire(DateTimeOffset now)
    {
        while (NextExpiry <= now) DropOldest();
    }

    /// <summary>What comes next does not follow what is kept.</summary>
    public void Clear()
    {
        _kept.Clear();
        _bytes = 0;
    }

    /// <summary>Everything after an offset, oldest first.</summary>
    public Publication[] After(long offset) => _kept.Where(p => p.Offset > offset).ToArray();

    /// <summary>
    /// True when <see cref="After"/> leaves nothing out for a subscriber that has seen
    /// <paramref name="point"/>, in a channel that stands at <paramref name="last"/>.
    /// </summary>
    public bool IsContinuous(StreamPosition point, long last, string epoch)
    {
        if (point.Epoch is not null && point.Epoch != epoch) return false;
        // An offset that was never given out comes from an epoch that is gone.
        if (point.Offset > last) return false;
        // 0 asks for what is kept, and what is kept is the answer.
        return point.Offset == 0 || last - point.Offset <= _kept.Count;
    }

    private void DropOldest() => _bytes -= _kept.Dequeue().Content.Length;
}
