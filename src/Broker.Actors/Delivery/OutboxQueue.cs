namespace Broker.Actors.Delivery;

/// <summary>
/// What waits in one outbox, in order, and what may be dropped of it. Not thread-safe: the outbox guards it.
/// Frames are dropped whole; answers (no channel) never are, and deliveries of a channel that disconnects its
/// slow consumers only when the connection ends: a gap that nobody is told of would break what they promise.
/// A replay's bytes are told apart from all others: they have a limit of their own.
/// </summary>
internal sealed class OutboxQueue
{
    // What an entry holds beside its bytes: the headers of its array and of its batch (72), and its places in
    // this list and the writer's, which both double as they grow (up to 96).
    private const int EntryOverheadBytes = 160;

    private readonly List<Entry> _entries = [];
    private List<RefCountedBuffer>? _taken;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>True when something can be taken: what is first waits for no answer.</summary>
    public bool HasReady => _entries.Count > 0 && !_entries[0].IsHeld;

    /// <summary>
    /// True when a delivery waits that is not of a replay; the rest of one that is half sent is none.
    /// </summary>
    public bool HasLive => _entries.Exists(entry => entry.Channel is not null && !entry.IsReplay);

    /// <summary>Bytes of all that waits, overhead included.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many of them belong to a replay.</summary>
    public long ReplayBytes { get; private set; }

    /// <summary>Deliveries dropped so far by a slow-consumer policy.</summary>
    public int FramesDropped { get; private set; }

    public static long Cost(int bytes) => bytes + EntryOverheadBytes;

    public void Add(
        EncodedBatch batch, ChannelName? channel, SlowConsumerPolicy policy, bool isReplay = false) =>
        Insert(_entries.Count, new Entry(batch, 0, channel, policy, isReplay));

    /// <summary>Keeps a place: what is added after it is not taken before it is filled.</summary>
    public void Add(OutboxPlace place) => Insert(
        _entries.Count,
        new Entry(EncodedBatch.Of(default), 0, Channel: null, default, IsReplay: false) { Place = place });

    /// <summary>Puts answers where their place is.</summary>
    public void Fill(OutboxPlace place, EncodedBatch answers)
    {
        place.IsFilled = true;
        var index = _entries.FindIndex(entry => ReferenceEquals(entry.Place, place));
        if (index < 0) return;

        Count(_entries[index], answers.Bytes.Length);
        _entries[index] = _entries[index] with { Batch = answers };
    }

    /// <summary>No answer comes any more.</summary>
    public void DropPlaces()
    {
        foreach (var entry in _entries)
            if (entry.Place is { } place) place.IsFilled = true;
    }

    /// <summary>
    /// Puts back what a socket did not take of a batch, ahead of all else. The frame it stopped within must
    /// be finished whatever happens; the frames behind that may still be dropped.
    /// </summary>
    public void AddRest(
        EncodedBatch batch, int sent, ChannelName? channel, SlowConsumerPolicy policy, bool isReplay = false)
    {
        var isBetweenFrames = sent == 0 || batch.EndOfFrameAt(sent - 1) == sent;
        var next = isBetweenFrames ? sent : batch.EndOfFrameAt(sent);
        if (next < batch.Bytes.Length) Insert(0, new Entry(batch, next, channel, policy, isReplay));
        if (next > sent)
            Insert(0, new Entry(batch.Part(sent..next), 0, Channel: null, policy, isReplay));
    }

    /// <summary>
    /// Drops the oldest deliveries that may be, frame by frame, until so many bytes are free. What a client
    /// has missed stays: it takes no room from anybody.
    /// </summary>
    /// <returns>False when what is left may not be dropped.</returns>
    public bool DropOldest(long bytesToFree) => Drop(bytesToFree, entry => entry.MayDrop);

    /// <summary>Drops every waiting delivery of one channel.</summary>
    public void DropAllOf(ChannelName channel) => Drop(long.MaxValue, entry => channel.Equals(entry.Channel));

    /// <summary>Drops everything but answers and the frame that is half sent.</summary>
    public void DropDeliveries() => Drop(long.MaxValue, entry => entry.Channel is not null);

    /// <summary>
    /// Moves out, in order, all that waits for no answer; shared memory stays held.
    /// </summary>
    /// <returns>Its bytes, those of a replay among them, and whether a delivery is in it.</returns>
    public (long Bytes, long ReplayBytes, bool HasLive) TakeReady(List<ReadOnlyMemory<byte>> into)
    {
        var held = _entries.FindIndex(entry => entry.IsHeld);
        var count = held < 0 ? _entries.Count : held;
        var (bytes, replayBytes, hasLive) = (Bytes, ReplayBytes, false);
        for (var i = 0; i < count; i++)
        {
            var entry = _entries[i];
            into.Add(entry.Batch.Bytes[entry.Start..]);
            if (entry.Batch.Memory is { } memory) (_taken ??= []).Add(memory);
            hasLive |= entry.Channel is not null && !entry.IsReplay;
            Count(entry, -Cost(entry.Length));
        }
        _entries.RemoveRange(0, count);
        return (bytes - Bytes, replayBytes - ReplayBytes, hasLive);
    }

    /// <summary>What was taken is written: lets go of its shared memory.</summary>
    public void ReleaseTaken()
    {
        if (_taken is null) return;

        foreach (var memory in _taken) memory.Release();
        _taken = null;
    }

    /// <summary>
    /// Nothing that waits will be written. What was taken may still be read by a write that nobody can stop:
    /// that is for the garbage collector.
    /// </summary>
    public void Forget()
    {
        foreach (var entry in _entries) entry.Batch.Memory?.Release();
        _entries.Clear();
        (Bytes, ReplayBytes) = (0, 0);
    }

    private void Insert(int index, Entry entry)
    {
        entry.Batch.Memory?.Retain();
        _entries.Insert(index, entry);
        Count(entry, Cost(entry.Length));
    }

    private void Count(Entry entry, long bytes)
    {
        Bytes += bytes;
        if (entry.IsReplay) ReplayBytes += bytes;
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
            if (entry.Length > 0 || entry.Place is not null) _entries[kept++] = entry;
            else entry.Batch.Memory?.Release();
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
        Count(entry, (rest.Length > 0 ? Cost(rest.Length) : 0) - Cost(entry.Length));
        return rest;
    }

    private readonly record struct Entry(
        EncodedBatch Batch, int Start, ChannelName? Channel, SlowConsumerPolicy Policy, bool IsReplay)
    {
        /// <summary>For an answer that was not there when the entry was made.</summary>
        public OutboxPlace? Place { get; init; }

        public int Length => Batch.Bytes.Length - Start;

        public bool IsHeld => Place is { IsFilled: false };

        public bool MayDrop =>
            Channel is not null && !IsReplay && Policy is not SlowConsumerPolicy.Disconnect;
    }
}
