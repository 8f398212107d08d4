using System.Diagnostics.CodeAnalysis;

namespace Broker.Actors.Channels;

/// <summary>
/// The idempotency keys that one channel has seen within the window, and what was published under each
/// (contracts §1, <c>Idempotency-Key</c>). Bounded: past the limit the oldest key is forgotten.
/// </summary>
internal sealed class IdempotencyWindow(TimeSpan window, int keysMax)
{
    private readonly Dictionary<string, PendingReceipt> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, PendingReceipt First, DateTimeOffset At)> _byAge = new();

    public bool IsEmpty => _byAge.Count == 0;

    /// <summary>When the oldest key is forgotten, or null when there is none.</summary>
    public DateTimeOffset? NextExpiry => _byAge.TryPeek(out var oldest) ? oldest.At + window : null;

    public bool TryFind(string key, [NotNullWhen(true)] out PendingReceipt? first) =>
        _seen.TryGetValue(key, out first);

    public void Add(string key, PendingReceipt first, DateTimeOffset now)
    {
        if (_byAge.Count == keysMax) Forget();
        _seen.Add(key, first);
        _byAge.Enqueue((key, first, now));
    }

    public void Expire(DateTimeOffset now)
    {
        while (NextExpiry <= now) Forget();
    }

    /// <summary>
    /// What was published under the key was not taken: the next publication with it is the first.
    /// </summary>
    public void Remove(string key, PendingReceipt first)
    {
        if (IsOf(key, first)) _seen.Remove(key);
    }

    private void Forget()
    {
        var (key, first, _) = _byAge.Dequeue();
        Remove(key, first);
    }

    private bool IsOf(string key, PendingReceipt first) =>
        _seen.TryGetValue(key, out var found) && ReferenceEquals(found, first);
}
