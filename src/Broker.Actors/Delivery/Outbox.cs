using Broker.Actors.Telemetry;

namespace Broker.Actors.Delivery;

/// <summary>
/// A connection's bounded mailbox for deliveries. Safe to call from any thread, never blocks, and holds
/// references to shared buffers only. While nothing waits, a delivery goes straight to the socket on the
/// caller's thread; what the socket does not take waits for the writer, and from then on everything queues
/// behind it. What waits in <see cref="RefCountedBuffer"/> is held until it is written or dropped. It begins
/// shut: what is offered waits until <see cref="Open"/>, so that a connection can be subscribed before its
/// handshake is answered, and no delivery overtakes that answer.
/// </summary>
public sealed class Outbox(IOutboxTransport transport, OutboxSettings settings, OutboxBytesLimit budget)
{
    private readonly Lock _gate = new();
    private OutboxQueue? _queue;
    private long _writing;
    private long _writingReplay;

    // A thread sends, or the writer runs or is about to: whoever comes next queues. So it is before Open.
    private bool _busy = true;
    private bool _writingLive;
    private bool _refusing;
    private bool _closed;
    private bool _abandoned;

    /// <summary>
    /// Bytes that wait or are being written, overhead included; 0 when the socket keeps up.
    /// </summary>
    public long WaitingBytes
    {
        get { lock (_gate) return Waiting; }
    }

    /// <summary>What writers of all outboxes report to.</summary>
    public BrokerMetrics Metrics => budget.Metrics;

    /// <summary>True when it was closed and all that waited is written or forgotten.</summary>
    public bool IsFinished
    {
        get { lock (_gate) return _abandoned || (_closed && !_busy); }
    }

    private long Waiting => _writing + (_queue?.Bytes ?? 0);

    /// <summary>The peer is ready: what has waited goes out. To be called once.</summary>
    public void Open() => transport.ScheduleWriter();

    /// <summary>Offers a delivery of a channel. The policy says what happens when there is no room.</summary>
    public EnqueueResult Offer(EncodedBatch batch, ChannelName channel, SlowConsumerPolicy policy) =>
        Put(batch, channel, policy, isReplay: false);

    /// <summary>
    /// Offers what a subscriber has missed. It is let in however much it is, as long as no other replay waits
    /// (a second one is offered as any delivery is), and takes no room from what is published meanwhile: its
    /// size is limited by the channel's history, and who is refused it would be refused it again.
    /// </summary>
    public EnqueueResult Replay(EncodedBatch missed, ChannelName channel, SlowConsumerPolicy policy) =>
        Put(missed, channel, policy, isReplay: true);

    /// <summary>
    /// Adds frames that belong to the connection itself: answers, pings. They are never dropped.
    /// </summary>
    /// <returns>Refused when dropping deliveries makes no room: the peer asks and does not read.</returns>
    public EnqueueResult Answer(ReadOnlyMemory<byte> frames) => frames.IsEmpty
        ? EnqueueResult.Accepted
        : Put(EncodedBatch.Of(frames), channel: null, SlowConsumerPolicy.DropOldest, isReplay: false);

    /// <summary>
    /// Keeps a place for an answer that is not there yet: all that comes after it waits for
    /// <see cref="Fill"/>.
    /// </summary>
    /// <returns>Null when the outbox accepts nothing more.</returns>
    public OutboxPlace? Reserve()
    {
        lock (_gate)
        {
            if (_refusing) return null;

            var (before, place) = (Waiting, new OutboxPlace());
            (_queue ??= new OutboxQueue()).Add(place);
            Account(before);
            return place;
        }
    }

    /// <summary>The answers for a place are there: what waits for them goes out.</summary>
    public void Fill(OutboxPlace place, ReadOnlyMemory<byte> frames)
    {
        lock (_gate)
        {
            if (_queue is null) return;

            var before = Waiting;
            _queue.Fill(place, EncodedBatch.Of(frames));
            Account(before);
            if (_busy || !_queue.HasReady) return;
            _busy = true;
        }
        transport.ScheduleWriter();
    }

    /// <summary>
    /// Accepts nothing more. What waits is still written, then <paramref name="last"/>; the writer runs once
    /// more in any case, so that it learns of the end. Only the first close counts.
    /// </summary>
    /// <param name="last">A last frame, or empty.</param>
    /// <param name="dropDeliveries">Forget waiting deliveries, but for a frame that is half sent.</param>
    public void Close(ReadOnlyMemory<byte> last, bool dropDeliveries)
    {
        lock (_gate)
        {
            if (_closed || _abandoned) return;
            var before = Waiting;
            if (dropDeliveries) _queue?.DropDeliveries();
            _queue?.DropPlaces();
            if (!last.IsEmpty)
                (_queue ??= new OutboxQueue()).Add(EncodedBatch.Of(last), channel: null, default);
            Account(before);

            (_refusing, _closed) = (true, true);
            if (_busy) return;
            _busy = true;
        }
        transport.ScheduleWriter();
    }

    /// <summary>The socket is gone: accepts nothing more and forgets what waits.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            budget.Remove(Waiting);
            _queue?.Forget();
            (_refusing, _abandoned, _queue, _writing, _writingReplay) = (true, true, null, 0, 0);
        }
    }

    /// <summary>
    /// For the writer: takes all that waits, for one write. What an earlier call took counts as written.
    /// </summary>
    /// <returns>False when nothing waits; the writer ends, and is scheduled again when something
    /// does.</returns>
    public bool Take(List<ReadOnlyMemory<byte>> into)
    {
        lock (_gate)
        {
            budget.Remove(_writing);
            (_writing, _writingReplay, _writingLive) = (0, 0, false);
            _queue?.ReleaseTaken();
            if (_queue is null or { HasReady: false })
            {
                if (_queue is { IsEmpty: true }) _queue = null;
                _busy = false;
                return false;
            }
            (_writing, _writingReplay, _writingLive) = _queue.TakeReady(into);
            return true;
        }
    }

    private EnqueueResult Put(
        EncodedBatch batch, ChannelName? channel, SlowConsumerPolicy policy, bool isReplay)
    {
        lock (_gate)
        {
            if (_refusing) return EnqueueResult.Closed;
            // Something that waits although no one sends waits for an answer.
            if (_busy || _queue is { IsEmpty: false }) return Enqueue(batch, channel, policy, isReplay);
            _busy = true;
        }

        // Outside the lock: a send is a system call, and nobody who offers may wait for one.
        var sent = transport.TrySend(batch.Bytes.Span);
        if (Settle(batch, sent, channel, policy, isReplay)) transport.ScheduleWriter();
        return EnqueueResult.Accepted;
    }

    private bool Settle(
        EncodedBatch batch, int sent, ChannelName? channel, SlowConsumerPolicy policy, bool isReplay)
    {
        lock (_gate)
        {
            if (_abandoned) return false;
            if (sent < batch.Bytes.Length)
            {
                var before = Waiting;
                if (channel is null) (batch, sent) = (batch.CompactPart(sent..), 0);
                (_queue ??= new OutboxQueue()).AddRest(batch, sent, channel, policy, isReplay);
                Account(before);
                return true;
            }
            // While refusing, the writer has the last word: it tells the connection that all is out.
            if (_refusing || _queue is { IsEmpty: false }) return true;
            _busy = false;
            return false;
        }
    }

    private EnqueueResult Enqueue(
        EncodedBatch batch, ChannelName? channel, SlowConsumerPolicy policy, bool isReplay)
    {
        var queue = _queue ??= new OutboxQueue();
        var (before, dropped) = (Waiting, queue.FramesDropped);
        // A part that waits must not keep a whole buffer, of which only the part counts.
        if (channel is null) batch = batch.CompactPart(..);
        else if (policy is SlowConsumerPolicy.KeepLatest)
        {
            queue.DropAllOf(channel);
            batch = batch.CompactPart(batch.StartOfLastFrame..);
        }

        // One at a time: who asks for replay after replay and reads none of them is limited as all others.
        isReplay &= _writingReplay + queue.ReplayBytes == 0;
        var fits = isReplay || HasRoom(queue, batch, channel, policy);
        if (fits) queue.Add(batch, channel, policy, isReplay);
        else
        {
            _refusing = true;
            budget.Metrics.FoundSlow();
        }
        budget.Metrics.Dropped(queue.FramesDropped - dropped);
        Account(before);
        return fits ? EnqueueResult.Accepted : EnqueueResult.Refused;
    }

    private bool HasRoom(
        OutboxQueue queue, EncodedBatch batch, ChannelName? channel, SlowConsumerPolicy policy)
    {
        // What is being written can make no room. Where the policy drops it does not count, or a write that
        // stands still would turn every policy into a disconnect.
        var writing = policy is SlowConsumerPolicy.Disconnect ? _writing - _writingReplay : 0;
        var counted = writing + queue.Bytes - queue.ReplayBytes;
        var excess = counted + OutboxQueue.Cost(batch.Bytes.Length) - settings.BytesMax;
        if (excess <= 0 || counted == 0) return true;

        // One batch is always let in, be it behind a greeting: a publication may be as large as a whole
        // outbox, and who is refused it would be refused it again.
        if (channel is not null && !_writingLive && !queue.HasLive) return true;
        return policy is not SlowConsumerPolicy.Disconnect
            && (queue.DropOldest(excess) || queue.Bytes == queue.ReplayBytes);
    }

    private void Account(long before)
    {
        var change = Waiting - before;
        if (change > 0) budget.Add(change);
        else if (change < 0) budget.Remove(-change);
    }
}
