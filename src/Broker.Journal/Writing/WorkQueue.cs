namespace Broker.Journal.Writing;

/// <summary>
/// What waits for the writer, bounded in bytes. Filled from any thread, emptied by one in batches: whatever
/// waits, up to a size.
/// </summary>
internal sealed class WorkQueue(long bytesMax, int batchBytesMax)
{
    // What one append costs in memory beside its record.
    private const int OverheadBytes = 200;

    private readonly object _gate = new();
    private readonly Queue<Work> _waiting = [];
    private long _bytes;
    private bool _isClosed;

    /// <summary>False if there is no room, or it is closed.</summary>
    public bool TryAdd(Work work, out bool isClosed)
    {
        lock (_gate)
        {
            isClosed = _isClosed;
            var bytes = CostOf(work);

            // One that is larger than the limit may pass alone, else it would never.
            if (_isClosed || (_bytes > 0 && _bytes + bytes > bytesMax)) return false;

            _bytes += bytes;
            _waiting.Enqueue(work);
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for work and moves it over. False when it is closed and nothing is left.</summary>
    public bool Take(List<Work> batch)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed) return false;
                Monitor.Wait(_gate);
            }

            var room = (long)batchBytesMax;
            while (_waiting.TryPeek(out var next) && (batch.Count == 0 || room >= next.RecordBytes))
            {
                room -= next.RecordBytes;
                batch.Add(_waiting.Dequeue());
            }

            return true;
        }
    }

    /// <summary>Gives the room of a batch back, when it is answered.</summary>
    public void Release(List<Work> batch)
    {
        lock (_gate)
        {
            foreach (var work in batch) _bytes -= CostOf(work);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    private static long CostOf(Work work) => work.RecordBytes + OverheadBytes;
}
