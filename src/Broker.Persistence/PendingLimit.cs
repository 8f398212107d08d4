namespace Broker.Persistence;

/// <summary>
/// Bounds what waits to be written, so that a store that hangs does not take the memory. Safe from any
/// thread.
/// </summary>
internal sealed class PendingLimit(int writesMax, long bytesMax)
{
    private long _bytes;
    private int _writes;

    /// <summary>False when too much waits. One write alone always fits.</summary>
    public bool TryEnter(PendingWrite write)
    {
        var writes = Interlocked.Increment(ref _writes);
        var bytes = Interlocked.Add(ref _bytes, write.Bytes);
        if (writes == 1 || (writes <= writesMax && bytes <= bytesMax)) return true;

        Leave(write);
        write.Fail(new IOException("too much waits to be written already"));
        return false;
    }

    public void Leave(PendingWrite write)
    {
        Interlocked.Decrement(ref _writes);
        Interlocked.Add(ref _bytes, -write.Bytes);
    }
}
