using Broker.Actors.Delivery;

namespace Broker.Actors.Channels;

/// <summary>
/// The room in the budget of contents on their way to one local channel. It closes with the local channel,
/// and all of it is given back: also that of contents in a mailbox from which no one takes any more. Safe
/// from any thread.
/// </summary>
internal sealed class LocalRoom(IActorRef local, PendingBytesLimit budget)
{
    private const long Closed = -1;

    private long _held;

    /// <summary>The local channel.</summary>
    public IActorRef Local { get; } = local;

    /// <summary>
    /// Takes room, whether the budget has any or not. False when the local channel has ended.
    /// </summary>
    public bool TryEnter(int contentBytes, int publications) =>
        TryChange(PendingBytesLimit.CostOf(contentBytes, publications));

    /// <summary>Gives room back, once for each <see cref="TryEnter"/>.</summary>
    public void Leave(int contentBytes, int publications) =>
        TryChange(-PendingBytesLimit.CostOf(contentBytes, publications));

    /// <summary>Gives all room back. No more is taken.</summary>
    public void Close()
    {
        var held = Interlocked.Exchange(ref _held, Closed);
        if (held != Closed) budget.Change(-held);
    }

    private bool TryChange(long cost)
    {
        for (var held = Volatile.Read(ref _held); held != Closed;)
        {
            var seen = Interlocked.CompareExchange(ref _held, held + cost, held);
            if (seen == held)
            {
                budget.Change(cost);
                return true;
            }
            held = seen;
        }
        return false;
    }
}
