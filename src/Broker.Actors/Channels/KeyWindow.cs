using System.Diagnostics.CodeAnalysis;

namespace Broker.Actors.Channels;

/// <summary>
/// The idempotency keys that a channel has seen within the window, and what was published under each
/// (docs/protocol.md, <c>Idempotency-Key</c>). Bounded: past the limit the oldest key is forgotten.
/// </summary>
internal sealed class KeyWindow(TimeSpan window, int keysMax)
{
    private readonly Dictionary<string, KeyedPublication> _byKey = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset At)> _byAge = new();

    public bool IsEmpty => _byAge.Count == 0;

    /// <summary>When the oldest key is forgotten; null when there is none.</summary>
    public DateTimeOffset? NextExpiry => _byAge.TryPeek(out var oldest) ? oldest.At + window : null;

    public bool TryFind(string key, [NotNullWhen(true)] out KeyedPublication? first) =>
        _byKey.TryGetValue(key, out first);

    /// <summary>Adds a key that is not there.</summary>
    public void Add(string key, KeyedPublication first, DateTimeOffset now)
    {
        if (_byAge.Count == keysMax) ForgetOldest();
        _byKey.Add(key, first);
        _byAge.Enqueue((key, now));
    }

    public void Expire(DateTimeOffset now)
    {
        while (NextExpiry <= now) ForgetOldest();
    }

    private void ForgetOldest() => _byKey.Remove(_byAge.Dequeue().Key);
}
