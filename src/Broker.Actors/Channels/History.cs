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

    /// <summary>What comes next does not follow what is kept.</summary>
    public void Clear()
    {
        _kept.Clear();
        _bytes = 0;
    }

    /// <summary>Forgets what is as old as the age limit.</summary>
    public void Expire(DateTimeOffset now)
    {
        while (NextExpiry <= now) DropOldest();
    }

    /// <summary>
    /// The oldest after an offset, up to so many and so many bytes of content; one larger publication alone.
    /// </summary>
    public Publication[] Page(long offset, int publicationsMax, int bytesMax)
    {
        if (Oldest is not { } oldest) return [];

        var (count, bytes) = (0, 0L);
        var skipped = (int)Math.Max(0, offset + 1 - oldest);
        foreach (var publication in _kept.Skip(skipped).Take(publicationsMax))
        {
            bytes += publication.Content.Length;
            if (count > 0 && bytes > bytesMax) break;
            count++;
        }
        return [.. _kept.Skip(skipped).Take(count)];
    }

    /// <summary>
    /// True when nothing is left out after an offset, in a channel that stands at <paramref name="last"/>.
    /// </summary>
    public bool HasAllAfter(long offset, long last) => last - offset <= _kept.Count;

    private void DropOldest() => _bytes -= _kept.Dequeue().Content.Length;
}
