namespace Broker.Kernel;

/// <summary>
/// System messages of one actor: a lock-free stack that the consumer takes whole and turns around.
/// </summary>
internal struct SystemQueue
{
    private SystemMessage? _top;

    public bool IsEmpty => Volatile.Read(ref _top) is null;

    public void Push(SystemMessage message)
    {
        var top = Volatile.Read(ref _top);
        while (true)
        {
            message.Next = top;
            var seen = Interlocked.CompareExchange(ref _top, message, top);
            if (ReferenceEquals(seen, top)) return;
            top = seen;
        }
    }

    /// <summary>Everything that waits, as a chain with the oldest first.</summary>
    public SystemMessage? TakeAll()
    {
        var newest = Interlocked.Exchange(ref _top, null);
        SystemMessage? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }
        return oldest;
    }
}
