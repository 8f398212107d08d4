using Broker.Actors.Channels.Proto;
using Broker.Actors.Persistence;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What the home of a stored channel writes: while one piece is being stored, the next collects. Without its
/// node's lease no write begins, and what is stored meanwhile goes nowhere until the lease is back. When the
/// home ends before, its successor finds it in the store. Pure: it writes and deletes through functions.
/// </summary>
internal sealed class StoredWrites(
    ChannelName channel,
    ChannelState state,
    HomeDependencies around,
    Action<StoredEvent> persist,
    Action<long> deleteUpTo)
{
    private const int TrimmedMin = 100;

    private readonly EventChain _chain = new(around.Store!.Generation);
    private readonly StoredPieces _pieces = new();
    private readonly Queue<ChannelFlush> _storing = new();
    private readonly Queue<(ChannelFlush Flush, long SequenceNr)> _stored = new();

    /// <summary>True while something waits for the lease: <see cref="GoOn"/> looks again.</summary>
    public bool IsHeld { get; private set; }

    private DateTimeOffset Now => around.Time.GetUtcNow();

    /// <summary>An event of an earlier life of the home.</summary>
    public void Restore(StoredEvent stored, long sequenceNr)
    {
        var isFirst = _pieces.Count == 0;
        var follows = _chain.Continue(stored, sequenceNr) && !isFirst;
        var flush = ChannelEvents.Read(stored, channel, state.Level);
        state.Restore(flush, follows);
        AddPiece(sequenceNr, flush.At, hasKeys: flush.Keys.Count > 0);
    }

    /// <summary>Begins to store what is staged, unless a piece is being stored.</summary>
    public void FlushWhenFree()
    {
        if (_storing.Count == 0) Flush();
    }

    /// <summary>Begins to store what is staged.</summary>
    public void Flush()
    {
        if (!state.HasStaged || MustHold()) return;

        var flushed = new ChannelFlushed();
        var stamped = _chain.Next(flushed);
        var flush = state.TakeStaged(stamped.Generation.ToString());
        ChannelEvents.Write(flushed, channel, flush, state.Subscribers);
        _storing.Enqueue(flush);
        persist(stamped);
    }

    /// <summary>The oldest piece is stored.</summary>
    public void Stored(long sequenceNr)
    {
        _stored.Enqueue((_storing.Dequeue(), sequenceNr));
        GoOn();
    }

    /// <summary>Sends what is stored and stores what is staged, where there is the lease.</summary>
    public void GoOn()
    {
        Send();
        FlushWhenFree();
    }

    /// <summary>Sends what is stored, where there is the lease.</summary>
    public void Send()
    {
        IsHeld = false;
        while (_stored.Count > 0 && !MustHold())
        {
            var (flush, sequenceNr) = _stored.Dequeue();
            state.Commit(flush, Now);
            AddPiece(
                sequenceNr, flush.Batches[0].At, flush.Batches.Any(staged => staged.Keyed is not null));
            Trim();
        }
    }

    /// <summary>The home ends: what is not known to be stored may be stored all the same.</summary>
    public void RejectUnstored()
    {
        if (!around.Lease.MayStore) return;

        if (state.HasStaged) _storing.Enqueue(state.TakeStaged(state.Epoch));
        foreach (var staged in _storing.SelectMany(flush => flush.Batches))
            ChannelActor.Send(
                staged.Batch.Node, staged.Batch.RejectAll(RejectReason.Unavailable, state.Epoch));
    }

    /// <summary>Deletes events that are not wanted any more, where they are enough.</summary>
    public void Trim(int countMin = TrimmedMin)
    {
        if (!around.Lease.MayStore) return;
        if (_pieces.TakeUnwanted(state.OldestKept, Now, countMin) is not { } sequenceNr) return;

        deleteUpTo(sequenceNr);
        state.ForgetEpochsBefore(state.OldestKept - 1);
    }

    private bool MustHold() => IsHeld |= !around.Lease.MayStore;

    private void AddPiece(long sequenceNr, DateTimeOffset at, bool hasKeys)
    {
        var wanted = 2 * around.Settings.PublishTimeout;
        if (hasKeys && wanted < around.Settings.IdempotencyWindow)
            wanted = around.Settings.IdempotencyWindow;
        _pieces.Add(sequenceNr, state.Offset, at + wanted);
    }
}
