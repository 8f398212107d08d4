using System.Collections.Concurrent;

namespace Broker.Actors.Presence;

/// <summary>
/// How much is demanded, here and on the other nodes, of things that all nodes limit together. Each node
/// grants its part of the limit: as large as its part of the demand. Safe from any thread.
/// </summary>
/// <param name="keysMax">So many things are counted; who comes beyond is limited as if alone.</param>
public sealed class SharedDemand(int keysMax)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="tellFrom">With less in an interval the other nodes are not bothered.</param>
    /// <returns>The part of the limit that is this node's, above 0 and at most 1.</returns>
    public double Count(string key, int tellFrom)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            if (_entries.Count >= keysMax) return 1;
            entry = _entries.GetOrAdd(key, new Entry(tellFrom));
        }
        var here = Math.Max(entry.Count(), entry.Last);
        return (double)here / ((double)here + entry.Elsewhere);
    }

    /// <summary>Ends an interval. Not called twice at one time.</summary>
    /// <returns>What the others are to hear: numbers of the interval, 0 for what is over.</returns>
    public IReadOnlyList<(string Key, int Count)> Turn()
    {
        var told = new List<(string, int)>();
        foreach (var (key, entry) in _entries)
        {
            var wasTold = entry.IsTold;
            entry.Turn();
            if (entry.IsTold) told.Add((key, entry.Last));
            else if (wasTold) told.Add((key, 0));
            // One that is counted just now loses that one.
            else if (entry.Last == 0) _entries.TryRemove(key, out _);
        }
        return told;
    }

    /// <summary>So many the others counted in their last interval.</summary>
    public void Hear(string key, int elsewhere)
    {
        if (_entries.TryGetValue(key, out var entry) && entry.IsTold) entry.Elsewhere = elsewhere;
    }

    private sealed class Entry(int tellFrom)
    {
        private int _now;
        private volatile int _last;
        private volatile int _elsewhere;

        public int Last => _last;

        public bool IsTold { get; private set; }

        public int Elsewhere
        {
            get => _elsewhere;
            set => _elsewhere = value;
        }

        public int Count() => Interlocked.Increment(ref _now);

        public void Turn()
        {
            _last = Interlocked.Exchange(ref _now, 0);
            IsTold = _last >= tellFrom;
            if (!IsTold) _elsewhere = 0;
        }
    }
}
