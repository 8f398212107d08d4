namespace Broker.Actors.Cluster.Rows;

/// <summary>
/// What the other nodes are to be told of rows: the newest state of each, several at a time. One piece to
/// each node is under way, and is sent again until it is confirmed. What waits for a node that does not
/// confirm is bounded.
/// </summary>
/// <param name="waitingMax">Changes for one node; past it the node is told that it has missed some.</param>
/// <param name="bytesOf">What a row takes at most in a message.</param>
/// <param name="send">Sends a piece to another node.</param>
internal sealed class RowTails<TKey, TRow>(
    int waitingMax, Func<TRow, int> bytesOf, Action<IActorRef, RowPiece<TRow>> send, TimeProvider time)
    where TKey : notnull
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<IActorRef, RowTail<TKey, TRow>> _tails = [];

    /// <summary>What a node is told first, and when it has missed something.</summary>
    public Func<IEnumerable<KeyValuePair<TKey, TRow>>> All { get; init; } = () => [];

    /// <summary>Whether something is to be sent, or to be sent again.</summary>
    public bool HasWork => _tails.Values.Any(tail => tail.UnderWay is not null || tail.HasMore);

    public void Meet(IActorRef peer)
    {
        if (!_tails.TryAdd(peer, new RowTail<TKey, TRow>(waitingMax, bytesOf))) return;

        Send(peer, _tails[peer]);
    }

    public void Lose(IActorRef peer) => _tails.Remove(peer);

    public void Add(TKey key, TRow row)
    {
        foreach (var tail in _tails.Values) tail.Add(key, row);
    }

    /// <summary>A node has taken a piece. What did not fit into it follows at once.</summary>
    /// <param name="hasMissed">Whether the node lacks what was before it.</param>
    public void Confirm(long number, bool hasMissed = false)
    {
        foreach (var (peer, tail) in _tails)
        {
            var isLast = tail.UnderWay is { IsLast: true };
            if (!tail.Confirm(number)) continue;

            if (hasMissed) tail.Restart();
            if (hasMissed || !isLast) Send(peer, tail);
        }
    }

    /// <summary>Sends what waits, and again what is not confirmed in time.</summary>
    public void SendDue()
    {
        foreach (var (peer, tail) in _tails)
            if (tail.UnderWay is null ? tail.HasMore : IsLate(tail)) Send(peer, tail);
    }

    private bool IsLate(RowTail<TKey, TRow> tail) => time.GetElapsedTime(tail.SentAt) >= RetryInterval;

    private void Send(IActorRef peer, RowTail<TKey, TRow> tail) =>
        send(peer, tail.Send(time.GetTimestamp(), All));
}
