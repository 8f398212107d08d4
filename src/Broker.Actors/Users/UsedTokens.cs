namespace Broker.Actors.Users;

/// <summary>
/// Tokens that were used, each until it expires. Bounded: full, it takes no other instead of forgetting one.
/// </summary>
internal sealed class UsedTokens(int max)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    public bool IsFull => _used.Count >= max;

    public bool Contains(string hash) => _used.Contains(hash);

    public void Add(string hash, DateTimeOffset expiresAt)
    {
        if (_used.Add(hash)) _byExpiry.Enqueue(hash, expiresAt);
    }

    /// <summary>Forgets what has expired: such a token is refused for its age.</summary>
    public void Forget(DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out _, out var expiresAt) && expiresAt <= now)
            _used.Remove(_byExpiry.Dequeue());
    }
}
