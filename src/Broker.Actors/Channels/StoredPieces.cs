namespace Broker.Actors.Channels;

/// <summary>
/// The events of a stored channel, oldest first: one is deleted when nothing in it is wanted any more. The
/// last one stays, since it holds the channel's offset.
/// </summary>
internal sealed class StoredPieces
{
    private readonly Queue<Piece> _pieces = new();

    /// <summary>How many events there are.</summary>
    public int Count => _pieces.Count;

    /// <param name="sequenceNr">That of the event.</param>
    /// <param name="lastOffset">The last offset in it.</param>
    /// <param name="wantedUntil">How long it stays for a repeat to be recognized.</param>
    public void Add(long sequenceNr, long lastOffset, DateTimeOffset wantedUntil) =>
        _pieces.Enqueue(new Piece(sequenceNr, lastOffset, wantedUntil));

    /// <summary>Takes those that are not wanted, where they are enough to be worth a write.</summary>
    /// <param name="oldestKept">The oldest offset that the history has.</param>
    /// <param name="countMin">How many are enough.</param>
    /// <returns>The sequence number up to which events can go; null for nothing.</returns>
    public long? TakeUnwanted(long oldestKept, DateTimeOffset now, int countMin)
    {
        var count = 0;
        foreach (var piece in _pieces)
        {
            if (count == _pieces.Count - 1) break;
            if (piece.LastOffset >= oldestKept || piece.WantedUntil > now) break;
            count++;
        }
        if (count == 0 || count < countMin) return null;

        for (; count > 1; count--) _pieces.Dequeue();
        return _pieces.Dequeue().SequenceNr;
    }

    private readonly record struct Piece(long SequenceNr, long LastOffset, DateTimeOffset WantedUntil);
}
