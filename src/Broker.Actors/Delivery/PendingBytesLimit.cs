using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Delivery;

/// <summary>
/// Bytes that publishers have handed over and no channel has sent yet, over the whole process. It is what
/// lets a gateway acknowledge a publication as soon as it is queued without the queues growing for ever. Safe
/// from any thread.
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

    /// <summary>
    /// True from half the limit on: publishers that can wait should wait for their receipt.
    /// </summary>
    public bool IsUnderPressure => Bytes > bytesMax / 2;

    /// <summary>True when no publication is let in.</summary>
    public bool IsFull => Bytes >= bytesMax;

    /// <summary>
    /// Takes room for one publication whether there is any or not: of what is stored already. Who does that
    /// stores nothing more while <see cref="IsFull"/>.
    /// </summary>
    internal void Enter(int contentBytes, int publications = 1) =>
        Interlocked.Add(ref _bytes, contentBytes + ((long)OverheadBytes * publications));

    /// <summary>Takes room for one publication. False when there is none: answer <c>Busy</c>.</summary>
    public bool TryEnter(int contentBytes) => TryEnter(contentBytes, publications: 1);

    /// <summary>Takes room for several publications, all of it or none.</summary>
    public bool TryEnter(int contentBytes, int publications)
    {
        var cost = contentBytes + ((long)OverheadBytes * publications);
        if (Interlocked.Add(ref _bytes, cost) <= bytesMax) return true;

        Interlocked.Add(ref _bytes, -cost);
        return false;
    }

    /// <summary>Gives the room of publications back, whatever became of them.</summary>
    public void Leave(int contentBytes, int publications) =>
        Interlocked.Add(ref _bytes, -(contentBytes + ((long)OverheadBytes * publications)));

    /// <summary>What was published holds room until it is sent; nobody will send this.</summary>
    internal void LeaveFor(IChannelCommand command)
    {
        if (command is Publish publish) Leave(publish.Content.Length, publications: 1);
        if (command is Told told) Leave(told.Stored.Publication.Content.Length, publications: 1);
    }
}
