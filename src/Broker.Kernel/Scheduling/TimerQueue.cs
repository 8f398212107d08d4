namespace Broker.Kernel;

/// <summary>
/// All timers of a system in one heap over one timer of the clock, which is armed for the earliest entry
/// only. A cancelled entry is left where it is, and swept out when half of the heap is such.
/// </summary>
internal sealed class TimerQueue(TimeProvider time) : IDisposable
{
    private const int SweepMin = 64;

    private readonly Lock _gate = new();
    private PriorityQueue<TimerEntry, (long Due, long Sequence)> _heap = new();
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private long _lastSequence;
    private int _cancelled;
    private bool _isFiring;
    private bool _isDisposed;

    public int Count
    {
        get
        {
            lock (_gate) return _heap.Count - _cancelled;
        }
    }

    public void Add(TimerEntry entry, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            Push(entry, time.GetTimestamp() + InClockUnits(delay));
            Arm();
        }
    }

    public void NoteCancelled(TimerEntry entry)
    {
        lock (_gate)
        {
            if (!entry.BelongsTo(this)) return;
            entry.BelongTo(null);
            _cancelled++;
            if (_heap.Count >= SweepMin && _cancelled * 2 > _heap.Count) Sweep();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _heap.Clear();
            _timer?.Dispose();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armedFor = long.MaxValue;
            // One thread fires at a time, so that what is due earlier is told earlier.
            if (_isFiring) return;
            _isFiring = true;
        }
        while (TakeDue() is { } entry) Fire(entry);
    }

    private void Fire(TimerEntry entry)
    {
        try
        {
            entry.Fire();
        }
        catch (Exception)
        {
            // A scheduled action is somebody else's code; the other timers must go on.
        }
        if (entry.Interval > TimeSpan.Zero && !entry.IsCancelled) Repeat(entry);
    }

    private TimerEntry? TakeDue()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            while (_heap.TryPeek(out var entry, out var key))
            {
                if (!entry.IsCancelled && key.Due > now) break;
                _heap.Dequeue();
                if (entry.BelongsTo(this)) entry.BelongTo(null);
                else _cancelled--;
                if (!entry.IsCancelled) return entry;
            }
            _isFiring = false;
            Arm();
            return null;
        }
    }

    private void Repeat(TimerEntry entry)
    {
        lock (_gate)
        {
            // From the time it was due, not from now: an interval does not drift.
            if (!_isDisposed) Push(entry, entry.Due + InClockUnits(entry.Interval));
        }
    }

    private void Push(TimerEntry entry, long due)
    {
        (entry.Due, entry.Sequence) = (due, ++_lastSequence);
        entry.BelongTo(this);
        _heap.Enqueue(entry, (entry.Due, entry.Sequence));
    }

    private void Arm()
    {
        if (_isDisposed || _isFiring || !_heap.TryPeek(out _, out var key) || key.Due >= _armedFor) return;

        _armedFor = key.Due;
        var wait = InTime(key.Due - time.GetTimestamp());
        _timer ??= time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Sweep()
    {
        var alive = _heap.UnorderedItems.Where(item => !item.Element.IsCancelled);
        _heap = new PriorityQueue<TimerEntry, (long Due, long Sequence)>(alive);
        _cancelled = 0;
    }

    private long InClockUnits(TimeSpan span) =>
        (long)Math.Min(Math.Max(span.TotalSeconds, 0) * time.TimestampFrequency, long.MaxValue / 4.0);

    private TimeSpan InTime(long clockUnits)
    {
        var seconds = Math.Max(0, clockUnits) / (double)time.TimestampFrequency;
        // The system's timers count whole milliseconds and would be early; the longest they take is 49 days.
        return ReferenceEquals(time, TimeProvider.System)
            ? TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(seconds * 1000), int.MaxValue))
            : TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000.0));
    }
}
