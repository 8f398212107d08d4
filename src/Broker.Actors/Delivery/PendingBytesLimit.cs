namespace Broker.Actors.Delivery;

/// <summary>
/// Bytes of publications on their way through this node: from a gateway to the result, and from the result
/// until they are in all outboxes here. It bounds what waits in mailboxes. Safe from any thread.
/// </summary>
public sealed class PendingBytesLimit(long bytesMax)
{
    // A message in a mailbox costs about this much beside its content.
    private const int OverheadBytes = 128;
    private long _bytes;

    /// <summary>What may wait.</summary>
    public long BytesMax => bytesMax;

    /// <summary>Bytes that wait now, overhead included.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>True when no publication is let in.</summary>
    public bool IsFull => Bytes >= bytesMax;

    /// <summary>
    /// Takes room whether there is any or not, for what is accepted already.
    /// </summary>
    internal void Enter(int contentBytes, int publications = 1) =>
        Change(CostOf(contentBytes, publications));

    /// <summary>Takes room for one publication. False when there is none: answer <c>Busy</c>.</summary>
    public bool TryEnter(int contentBytes) => TryEnter(contentBytes, publications: 1);

    /// <summary>Takes room for several publications, all of it or none.</summary>
    public bool TryEnter(int contentBytes, int publications)
    {
        var cost = CostOf(contentBytes, publications);
        if (Interlocked.Add(ref _bytes, cost) <= bytesMax) return true;

        Interlocked.Add(ref _bytes, -cost);
        return false;
    }

    /// <summary>Gives the room of publications back, whatever became of them.</summary>
    public void Leave(int contentBytes, int publications) =>
        Change(-CostOf(contentBytes, publications));

    /// <summary>The room that publications take.</summary>
    internal static long CostOf(int contentBytes, int publications) =>
        contentBytes + ((long)OverheadBytes * publications);

    /// <summary>Takes room without asking, or gives it back where it is negative.</summary>
    internal void Change(long cost) => Interlocked.Add(ref _bytes, cost);
}
