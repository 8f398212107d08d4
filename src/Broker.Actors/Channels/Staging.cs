using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Batches that are accepted and not yet sent, at most as much as goes out in one piece. Their publications
/// have their offsets already.
/// </summary>
internal sealed class Staging(ChannelName channel, ChannelLimits limits)
{
    private List<StagedBatch>? _batches;
    private KeyWindow? _keys;
    private long _firstOffset;
    private int _publications;
    private int _bytes;

    public bool IsEmpty => _batches is null;

    /// <summary>The keys that the channel remembers; null before the first.</summary>
    public KeyWindow? Keys => _keys;

    /// <summary>False when what is staged has to go first.</summary>
    public bool HasRoomFor(PublishBatch m) => IsEmpty
        || (_publications + m.Publications.Length <= limits.FlushPublicationsMax
            && _bytes + BytesOf(m) <= limits.FlushBytesMax);

    /// <param name="next">The offset that the next publication gets.</param>
    /// <returns>The offset after the batch.</returns>
    public long Add(PublishBatch m, KnownPublisher publisher, long next, DateTimeOffset now)
    {
        if (IsEmpty) (_batches, _firstOffset) = ([], next);
        var keyed = KeyedOf(m, next, now, out var news);
        _batches!.Add(new StagedBatch(m, publisher, now, next, news, keyed));
        _publications += news;
        _bytes += BytesOf(m);
        return next + news;
    }

    /// <summary>Takes all that is staged.</summary>
    /// <param name="epoch">What their offsets are comparable within.</param>
    public ChannelFlush Take(string epoch)
    {
        var contents = _publications == 0 ? [] : new Publication[_publications];
        var (count, bytes) = (0, 0);
        foreach (var staged in _batches!)
        {
            var submissions = staged.Batch.Publications;
            for (var i = 0; i < submissions.Length; i++)
            {
                if (staged.IsRepeat(i, _firstOffset + count)) continue;

                ref var submission = ref submissions[i];
                contents[count] = new Publication(
                    channel, epoch, _firstOffset + count, staged.At,
                    submission.Sender, submission.Content, submission.IsText);
                bytes += submission.Content.Length;
                count++;
            }
        }

        var flush = new ChannelFlush(epoch, _firstOffset, contents, bytes, _batches);
        (_batches, _publications, _bytes) = (null, 0, 0);
        return flush;
    }

    /// <summary>A key was stored in an earlier life of the home.</summary>
    public void Restore(string key, PublishResult answer, DateTimeOffset at)
    {
        _keys ??= NewKeys();
        if (!_keys.TryFind(key, out _))
            _keys.Add(key, new KeyedPublication(answer.Offset) { Answer = answer }, at);
    }

    private KeyWindow NewKeys() => new(limits.IdempotencyWindow, limits.IdempotencyKeysMax);

    private KeyedPublication?[]? KeyedOf(PublishBatch m, long next, DateTimeOffset now, out int news)
    {
        KeyedPublication?[]? keyed = null;
        news = 0;
        for (var i = 0; i < m.Publications.Length; i++)
        {
            if (m.Publications[i].Key is not { } key)
            {
                news++;
                continue;
            }

            keyed ??= new KeyedPublication?[m.Publications.Length];
            _keys ??= NewKeys();
            if (!_keys.TryFind(key, out var first))
                _keys.Add(key, first = new KeyedPublication(next + news++), now);
            keyed[i] = first;
        }
        return keyed;
    }

    private static int BytesOf(PublishBatch m)
    {
        var bytes = 0;
        foreach (ref var submission in m.Publications.AsSpan()) bytes += submission.Content.Length;
        return bytes;
    }
}
