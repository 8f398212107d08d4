using System.Security.Cryptography;
using Broker.Actors.Journal;

namespace Broker.Actors.Channels;

/// <summary>
/// A channel's publications on their way into the journal: those that wait, those of the append under way,
/// and, where nodes share the journal, those that are stored and come back with everybody's. They go in the
/// order in which they came.
/// </summary>
internal sealed class StoredQueue(ChannelSettings settings, bool isShared)
{
    // Of publications whose fate nobody knows; past it a copy may reach this node's subscribers twice.
    private const int OriginsMax = 10_000;

    private readonly Queue<StagedPublication> _waiting = new();
    private readonly List<StagedPublication> _storing = [];
    private readonly Dictionary<ulong, StagedPublication> _byOrigin = [];
    private ulong _lastOrigin = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Nothing waits and nothing is being stored.</summary>
    public bool IsEmpty => _waiting.Count == 0 && _storing.Count == 0;

    /// <summary>Something waits and no append is under way.</summary>
    public bool IsReady => _waiting.Count > 0 && _storing.Count == 0;

    /// <summary>A publication waits to be stored.</summary>
    /// <param name="publish">The request.</param>
    /// <param name="pending">Who waits for its receipt, if anybody does.</param>
    /// <param name="now">Its time.</param>
    public void Add(ChannelProtocol.Publish publish, PendingReceipt? pending, DateTimeOffset now)
    {
        var publication = new Publication(
            publish.Channel, Offset: 0, now, publish.Sender, publish.Content, publish.IsText)
        {
            Except = publish.Except,
        };
        var stored = new StoredPublication(publication, publish.IdempotencyKey, NextOrigin());
        _waiting.Enqueue(new StagedPublication(stored, publish, pending));
    }

    /// <summary>
    /// The next append: as much as one fan-out takes. One with a key goes alone where others may have stored
    /// the same key.
    /// </summary>
    public JournalProtocol.Append Take(StreamName stream, Durability level)
    {
        var bytes = 0;
        while (_waiting.TryPeek(out var next) && HasRoomFor(next, bytes))
        {
            _storing.Add(_waiting.Dequeue());
            bytes += next.Bytes;
            if (isShared) _byOrigin.Add(next.Stored.Origin, next);
        }

        return new JournalProtocol.Append(
            stream, [.. _storing.Select(staged => PublicationCodec.Write(stream, staged.Stored))], level)
        {
            Key = isShared ? _storing[0].Stored.Key : null,
            KeyLifetime = settings.IdempotencyWindow,
        };
    }

    /// <summary>The append under way has ended; these were in it.</summary>
    public StagedPublication[] End()
    {
        StagedPublication[] ended = [.. _storing];
        _storing.Clear();
        return ended;
    }

    /// <summary>Nobody waits for them to come back any more.</summary>
    public void Forget(IEnumerable<StagedPublication> staged)
    {
        foreach (var one in staged) _byOrigin.Remove(one.Stored.Origin);
    }

    /// <summary>
    /// Subscribers have them without a place in the order. Should they have been stored all the same, they
    /// must not come again.
    /// </summary>
    public void Delivered(IEnumerable<StagedPublication> staged)
    {
        if (_byOrigin.Count > OriginsMax) _byOrigin.Clear();
        foreach (var one in staged) one.IsDelivered = true;
    }

    /// <summary>
    /// Those that are stored and will not come back: what this node has not seen is gone.
    /// </summary>
    public StagedPublication[] TakeLost()
    {
        StagedPublication[] lost = [.. _byOrigin.Values.Except(_storing)];
        Forget(lost);
        return lost;
    }

    /// <summary>A stored publication has come: this node's own, or null for another's.</summary>
    public StagedPublication? Claim(ulong origin) =>
        _byOrigin.Remove(origin, out var staged) ? staged : null;

    /// <summary>All that waits or is being stored; it is empty then.</summary>
    public StagedPublication[] GiveUp()
    {
        StagedPublication[] all = [.. _storing, .. _waiting];
        _storing.Clear();
        _waiting.Clear();
        Forget(all);
        return all;
    }

    // 0 is what those have that nobody looks for.
    private ulong NextOrigin() => !isShared ? 0 : ++_lastOrigin == 0 ? ++_lastOrigin : _lastOrigin;

    private bool HasRoomFor(StagedPublication next, int bytes)
    {
        if (_storing.Count == 0) return true;
        if (isShared && (next.Stored.Key ?? _storing[0].Stored.Key) is not null) return false;

        return _storing.Count < settings.BatchPublicationsMax && bytes + next.Bytes <= settings.BatchBytesMax;
    }
}
