namespace Broker.Actors.Channels;

/// <summary>
/// Consecutive contents of one sender on their way to several private channels: encoded once for all of them,
/// and shared by every outbox that takes them. It ends when every channel has settled; then the sender may
/// have its receipt, and the memory goes back where it came from. Safe from any thread.
/// </summary>
public abstract class RelayedContents
{
    private int _open;
    private int _receivers;

    /// <summary>How many contents, at least one.</summary>
    public abstract int Count { get; }

    /// <summary>Their bytes together.</summary>
    public abstract int Bytes { get; }

    /// <summary>How many outboxes took them, once all have settled.</summary>
    public int Receivers => Volatile.Read(ref _receivers);

    /// <summary>
    /// The frames for one kind of subscriber; the same bytes for all who ask with that encoding.
    /// </summary>
    public abstract EncodedBatch EncodedFor(IWireEncoding encoding);

    /// <summary>So many channels will settle. To be called once, before any of them does.</summary>
    internal void Expect(int channels) => Volatile.Write(ref _open, channels);

    /// <summary>One channel is done with them, whatever became of them there.</summary>
    /// <param name="receivers">How many outboxes of that channel took them.</param>
    internal void Settle(int receivers)
    {
        if (receivers > 0) Interlocked.Add(ref _receivers, receivers);
        if (Interlocked.Decrement(ref _open) == 0) OnSettled();
    }

    /// <summary>Every channel is done: called once, from the thread of the last one.</summary>
    protected abstract void OnSettled();
}
