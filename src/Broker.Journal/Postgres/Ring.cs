using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>
/// The latest events, without a gap behind <see cref="Start"/>, for all who follow in this process. Safe from
/// any thread.
/// </summary>
internal sealed class Ring(long start, long bytesMax)
{
    // What an event and its place cost beside its payload.
    private const int OverheadBytes = 200;
    private const int TrimsMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<StreamName, long> _firstVersions = [];
    private readonly Signal _changed = new();
    private List<Recorded> _events = [];
    private int _first;
    private long _bytes;
    private long _start = start;
    private long _end = start;

    /// <summary>Completed at the next change; who takes it before looking misses nothing.</summary>
    public Task Changed => _changed.Next;

    /// <summary>All that is behind it and stored is here, up to <see cref="End"/>.</summary>
    public long Start
    {
        get
        {
            lock (_gate) return _start;
        }
    }

    public long End
    {
        get
        {
            lock (_gate) return _end;
        }
    }

    /// <summary>
    /// Adds what is stored directly behind <paramref name="behind"/>. False if something between is missing.
    /// </summary>
    public bool TryAdd(long behind, List<Recorded> events)
    {
        lock (_gate)
        {
            if (behind > _end) return false;

            foreach (var one in events)
            {
                if (one.Position <= _end) continue;
                _events.Add(one);
                _bytes += CostOf(one);
                _end = one.Position;
            }

            while (_bytes > bytesMax && _first < _events.Count) Forget();
            if (_first * 2 > _events.Count) Shrink();
        }

        _changed.Set();
        return true;
    }

    /// <summary>From now on nobody gets the events of a stream before a version.</summary>
    public void Trim(StreamName stream, long firstVersion)
    {
        lock (_gate)
        {
            _firstVersions[stream] = firstVersion;
            if (_firstVersions.Count < TrimsMax) return;

            Shrink();
            _firstVersions.Clear();
        }
    }

    /// <summary>
    /// Adds the events behind a position, some at a time, and moves the position up to where it has looked.
    /// False if the ring no longer goes back so far.
    /// </summary>
    public bool TryRead(ref long position, string prefix, int eventsMax, List<Followed> found)
    {
        lock (_gate)
        {
            if (position < _start) return false;

            for (var i = IndexBehind(position); i < _events.Count && found.Count < eventsMax; i++)
            {
                var one = _events[i];
                position = one.Position;
                if (!one.Stream.Value.StartsWith(prefix, StringComparison.Ordinal)) continue;
                if (IsKept(one)) found.Add(one);
            }

            return true;
        }
    }

    private static long CostOf(Recorded one) => one.Payload.Length + OverheadBytes;

    private bool IsKept(Recorded one) => one.Version >= _firstVersions.GetValueOrDefault(one.Stream, 0);

    private void Forget()
    {
        var oldest = _events[_first];
        _events[_first++] = null!;
        _start = oldest.Position;
        _bytes -= CostOf(oldest);
    }

    private void Shrink()
    {
        _events = [.. _events.Skip(_first).Where(IsKept)];
        _first = 0;
        _bytes = _events.Sum(CostOf);
    }

    private int IndexBehind(long position)
    {
        var (low, high) = (_first, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_events[middle].Position > position) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
