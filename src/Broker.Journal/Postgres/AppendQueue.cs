namespace Broker.Journal.Postgres;

/// <summary>
/// What waits to be stored, bounded in bytes. Filled from any thread, emptied by one in batches: whatever
/// waits, up to a size.
/// </summary>
internal sealed class AppendQueue(long bytesMax, int batchBytesMax)
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingAppend> _waiting = [];
    private TaskCompletionSource _filled = Fresh();
    private long _bytes;
    private bool _isClosed;

    /// <summary>False if there is no room, or it is closed.</summary>
    public bool TryAdd(PendingAppend append, out bool isClosed)
    {
        lock (_gate)
        {
            isClosed = _isClosed;

            // One that is larger than the limit may pass alone, else it would never.
            if (_isClosed || (_bytes > 0 && _bytes + append.Bytes > bytesMax)) return false;

            _bytes += append.Bytes;
            _waiting.Enqueue(append);
            if (_waiting.Count == 1) _filled.TrySetResult();
            return true;
        }
    }

    /// <summary>Waits for appends and moves them over. False when it is closed and nothing is left.</summary>
    public async ValueTask<bool> TakeAsync(List<PendingAppend> batch)
    {
        while (true)
        {
            Task filled;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    Move(batch);
                    return true;
                }

                if (_isClosed) return false;
                if (_filled.Task.IsCompleted) _filled = Fresh();
                filled = _filled.Task;
            }

            await filled;
        }
    }

    /// <summary>Gives the room of a batch back, when it is answered.</summary>
    public void Release(List<PendingAppend> batch)
    {
        lock (_gate)
        {
            foreach (var append in batch) _bytes -= append.Bytes;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _filled.TrySetResult();
        }
    }

    private void Move(List<PendingAppend> batch)
    {
        var room = (long)batchBytesMax;
        while (_waiting.TryPeek(out var next) && (batch.Count == 0 || room >= next.Bytes))
        {
            room -= next.Bytes;
            batch.Add(_waiting.Dequeue());
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
