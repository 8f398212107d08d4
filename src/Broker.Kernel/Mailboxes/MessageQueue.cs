namespace Broker.Kernel;

/// <summary>
/// Many producers, one consumer, no lock, no dummy node: two references when empty. A producer swaps itself
/// in as the tail and then links its predecessor to itself; between the two steps the chain has a gap, which
/// the consumer sees as "not yet".
/// </summary>
internal struct MessageQueue
{
    private Envelope? _head;
    private Envelope? _tail;

    // What was put back in front of the queue (unstashed). Only the consumer touches it.
    private Envelope? _front;

    /// <summary>
    /// False as soon as a producer has begun to add, even if the message cannot be taken yet.
    /// </summary>
    public bool IsEmpty => _front is null && Volatile.Read(ref _tail) is null;

    public void Enqueue(Envelope node)
    {
        var previous = Interlocked.Exchange(ref _tail, node);
        if (previous is null) Volatile.Write(ref _head, node);
        else Volatile.Write(ref previous.Next, node);
    }

    /// <summary>
    /// The oldest message, or null when there is none or its producer has not finished adding it.
    /// </summary>
    public Envelope? TryDequeue()
    {
        if (_front is not null) return TakeFront();

        var node = Volatile.Read(ref _head);
        if (node is null) return null;

        var next = Volatile.Read(ref node.Next);
        if (next is null)
        {
            // The head must be free before the tail is: a producer that finds no tail writes the head.
            _head = null;
            if (Interlocked.CompareExchange(ref _tail, null, node) == node) return node;

            next = AwaitLink(node);
            if (next is null)
            {
                _head = node;
                return null;
            }
        }
        _head = next;
        // A node in an old generation must not keep the younger rest of the queue alive.
        node.Next = null;
        return node;
    }

    /// <summary>Consumer only: puts a message before all others.</summary>
    public void Prepend(Envelope node)
    {
        node.Next = _front;
        _front = node;
    }

    private Envelope TakeFront()
    {
        var node = _front!;
        _front = node.Next;
        node.Next = null;
        return node;
    }

    private static Envelope? AwaitLink(Envelope node)
    {
        for (var spins = 0; spins < 32; spins++)
        {
            if (Volatile.Read(ref node.Next) is { } next) return next;
            Thread.SpinWait(8);
        }
        return null;
    }
}
