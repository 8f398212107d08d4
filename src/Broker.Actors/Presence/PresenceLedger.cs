namespace Broker.Actors.Presence;

/// <summary>
/// What this node has, which is to be said again when it joins anew, and what was last heard of the same keys
/// elsewhere. It holds no key that this node has none of.
/// </summary>
/// <param name="trustFor">How long what was heard is believed, in ticks of the clock.</param>
internal sealed class PresenceLedger(long trustFor)
{
    private readonly Dictionary<PresenceKey, Entry> _entries = [];

    public IEnumerable<(PresenceKey Key, int Count)> Counts =>
        _entries.Where(entry => !entry.Value.IsClaim).Select(entry => (entry.Key, entry.Value.Count));

    public IEnumerable<PresenceKey> Claims =>
        _entries.Where(entry => entry.Value.IsClaim).Select(entry => entry.Key);

    public bool Has(PresenceKey key) => _entries.ContainsKey(key);

    /// <summary>So many of it are here now.</summary>
    public void Set(PresenceKey key, int count)
    {
        if (count == 0) _entries.Remove(key);
        else if (_entries.TryGetValue(key, out var entry)) entry.Count = count;
        else _entries.Add(key, new Entry { Count = count });
    }

    public void Claim(PresenceKey key) => _entries[key] = new Entry { Count = 1, IsClaim = true };

    public void Forget(PresenceKey key) => _entries.Remove(key);

    public void Hear(PresenceKey key, int elsewhere, long now)
    {
        if (_entries.TryGetValue(key, out var entry)) (entry.Elsewhere, entry.HeardAt) = (elsewhere, now);
    }

    /// <summary>How many the others had, as far as that is still believed; else 0.</summary>
    public int LastHeard(PresenceKey key, long now) =>
        _entries.TryGetValue(key, out var entry) && now - entry.HeardAt < trustFor ? entry.Elsewhere : 0;

    private sealed class Entry
    {
        public int Count { get; set; }

        public bool IsClaim { get; init; }

        public int Elsewhere { get; set; }

        public long HeardAt { get; set; }
    }
}
