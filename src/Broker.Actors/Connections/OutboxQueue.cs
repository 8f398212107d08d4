using Broker.Actors.Channels;

namespace Broker.Actors.Connections;

/// <summary>
/// What waits in one outbox, in order, and what may be dropped of it. Not thread-safe: the outbox guards it.
/// Frames are dropped whole; answers (no channel) never are.
/// </summary>
internal sealed class OutboxQueue
{
    // A waiting reference costs about this much beside the bytes that it shares with others.
    private const int EntryOverheadBytes = 64;

    private readonly List<Entry> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Bytes of all that waits, overhead included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Deliveries dropped so far by a slow-consumer policy.</summary>
    public int FramesDropped { get; private set; }

    public static long Cost(int bytes) => bytes + EntryOverheadBytes;

    public void Add(EncodedBatch batch, ChannelName? channel) =>
        Insert(_entries.Count, new Entry(batch, 0, channel));

    /// <summary>
    /// Puts back what a socket did not take of a batch, ahead of all else. The frame it stopped in must be
    /// finished whatever happens; the frames behind that may still be dropped.
    /// </summary>
    public void AddRest(EncodedBatch batch, int sent, ChannelName? channel)
    {
        var endOfFrame = batch.EndOfFrameAt(sent);
        if (endOfFrame < batch.Bytes.Length) Insert(0, new Entry(batch, endOfFrame, channel));
        Insert(0, new Entry(EncodedBatch.Of(batch.Bytes[sent..endOfFrame]), 0, Channel: null));
    }

    /// <summary>Drops the oldest deliveries, frame by frame, until so many bytes are free.</summary>
    /// <returns>False when what is left may not be dropped.</returns>
    public bool DropOldest(long bytesToFree) => Drop(bytesToFree, entry => entry.Channel is not null);

    /// <summary>Drops every waiting delivery of one channel.</summary>
    public void DropAllOf(ChannelName channel) => Drop(long.MaxValue, entry => channel.Equals(entry.Channel));

    /// <summary>Drops everything but answers and the frame that is half sent.</summary>
    public void DropDeliveries() => DropOldest(long.MaxValue);

    /// <summary>Moves everything out, in order.</summary>
    public void TakeAll(List<ReadOnlyMemory<byte>> into)
    {
        foreach (var entry in _entries) into.Add(entry.Batch.Bytes[entry.Start..]);
        _entries.Clear();
        Bytes = 0;
    }

    private void Insert(int index, Entry entry)
    {
        _entries.Insert(index, entry);
        Bytes += Cost(entry.Length);
    }

    private bool Drop(long bytesToFree, Func<Entry, bool> mayDrop)
    {
        var kept = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (bytesToFree > 0 && mayDrop(entry))
            {
                var before = Bytes;
                entry = DropFrom(entry, bytesToFree);
                bytesToFree -= before - Bytes;
            }
            if (entry.Length > 0) _entries[kept++] = entry;
        }
        _entries.RemoveRange(kept, _entries.Count - kept);
        return bytesToFree <= 0;
    }

    private Entry DropFrom(Entry entry, long bytesToFree)
    {
        var start = entry.Start;
        while (start < entry.Batch.Bytes.Length && start - entry.Start < bytesToFree)
        {
            start = entry.Batch.EndOfFrameAt(start);
            FramesDropped++;
        }

        var rest = entry with { Start = start };
        Bytes -= Cost(entry.Length) - (rest.Length > 0 ? Cost(rest.Length) : 0);
        return rest;
    }

    private readonly record struct Entry(EncodedBatch Batch, int Start, ChannelName? Channel)
    {
        public int Length => Batch.Bytes.Length - Start;
    }
}
