using Google.Protobuf;

namespace Broker.Actors.Persistence;

/// <summary>
/// The newest position of one persistent actor. It stamps what is stored next, and at recovery it tells
/// whether each event follows the one before: a lost event, or one of another history, breaks the chain.
/// </summary>
/// <param name="current">Read once: a chain writes in the generation that it began in.</param>
public sealed class EventChain(CurrentGeneration current)
{
    // What was recovered under it may be missing in the next one. Then the journal refuses its events,
    // and the actor recovers.
    private readonly Generation _own = current.Value;
    private long _sequenceNr;

    /// <summary>The generation of the newest event; <see cref="Generation.None"/> before the first.</summary>
    public Generation Last { get; private set; }

    /// <summary>The next event to persist, stamped.</summary>
    public StoredEvent Next(IMessage happened)
    {
        var stamped = new StoredEvent(happened, _own, Last);
        Last = stamped.Generation;
        _sequenceNr++;
        return stamped;
    }

    /// <summary>A snapshot of the state at the newest position.</summary>
    public StoredEvent Snapshot(IMessage state) => new(state, Last, Last);

    /// <summary>Continues at the position of a snapshot.</summary>
    public void Restore(StoredEvent snapshot, long sequenceNr)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        (Last, _sequenceNr) = (snapshot.Generation, sequenceNr);
    }

    /// <summary>
    /// Takes an event that recovery reads. The first one may have any place: what was before it is trimmed.
    /// </summary>
    /// <returns>False when an event before it is missing, or was another one.</returns>
    public bool Continue(StoredEvent recovered, long sequenceNr)
    {
        ArgumentNullException.ThrowIfNull(recovered);
        var follows = _sequenceNr == 0
            || (sequenceNr == _sequenceNr + 1 && recovered.Previous == Last);
        (Last, _sequenceNr) = (recovered.Generation, sequenceNr);
        return follows;
    }
}
