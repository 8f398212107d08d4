namespace Broker.Actors.Cluster.Rows;

/// <summary>What one other node is to be told of rows, and the piece of it that is under way.</summary>
/// <param name="waitingMax">Changes that wait; past it the node is told that it has missed some.</param>
/// <param name="bytesOf">What a row takes at most in a message.</param>
internal sealed class RowTail<TKey, TRow>(int waitingMax, Func<TRow, int> bytesOf)
    where TKey : notnull
{
    private const int PieceBytesMax = 64 * 1024;

    private readonly Dictionary<TKey, TRow> _waiting = [];
    private int _told;
    private bool _isFirst = true;
    // Answers to the actor that this one replaces must match no number of its own.
    private long _number = Random.Shared.NextInt64(1L << 62);

    /// <summary>Null when all that was sent is confirmed.</summary>
    public RowPiece<TRow>? UnderWay { get; private set; }

    public long SentAt { get; private set; }

    public bool HasMore => _isFirst || _waiting.Count > 0;

    public void Add(TKey key, TRow row)
    {
        if (_waiting.Count >= _told + waitingMax && !_waiting.ContainsKey(key)) Restart();
        _waiting[key] = row;
    }

    /// <summary>The piece that is under way once more, or the next.</summary>
    /// <param name="all">What a node is told first.</param>
    public RowPiece<TRow> Send(long now, Func<IEnumerable<KeyValuePair<TKey, TRow>>> all)
    {
        SentAt = now;
        return UnderWay ??= Next(all);
    }

    /// <returns>Whether it is the piece that is under way.</returns>
    public bool Confirm(long number)
    {
        if (UnderWay?.Number != number) return false;

        UnderWay = null;
        return true;
    }

    /// <summary>The other node does not know what was before.</summary>
    public void Restart()
    {
        _waiting.Clear();
        _isFirst = true;
    }

    // A row that is larger goes alone: a frame between nodes holds it.
    private RowPiece<TRow> Next(Func<IEnumerable<KeyValuePair<TKey, TRow>>> all)
    {
        if (_isFirst)
        {
            foreach (var (key, row) in all()) _waiting[key] = row;
            _told = _waiting.Count;
        }
        var (piece, bytes) = (new List<KeyValuePair<TKey, TRow>>(), 0);
        foreach (var next in _waiting)
        {
            bytes += bytesOf(next.Value);
            if (piece.Count > 0 && bytes > PieceBytesMax) break;
            piece.Add(next);
        }
        foreach (var (key, _) in piece) _waiting.Remove(key);
        if (_waiting.Count == 0) _waiting.TrimExcess();
        var rows = new RowPiece<TRow>(
            ++_number, [.. piece.Select(one => one.Value)], _isFirst, IsLast: _waiting.Count == 0);
        _isFirst = false;
        return rows;
    }
}
