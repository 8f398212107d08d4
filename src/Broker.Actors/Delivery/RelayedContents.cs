namespace Broker.Actors.Delivery;

/// <summary>
/// Consecutive contents of one sender on their way to several clients of the hub: encoded once for all of
/// them, and shared by every outbox that takes them. It ends when every client has settled, or when it is
/// refused before it reached any; then the memory goes back where it came from. Who loses it without either
/// leaves that memory to the garbage collector. Safe from any thread.
/// </summary>
public abstract class RelayedContents
{
    private int _open;
    private int _receivers;
    private int _bytesEntered;
    private int _channels;
    private PendingBytesLimit? _budget;
    private IActorRef? _sender;
    private object? _settled;

    /// <summary>How many contents, at least one.</summary>
    public abstract int Count { get; }

    /// <summary>Their bytes together.</summary>
    public abstract int Bytes { get; }

    /// <summary>
    /// As another node reads them. Good until all have settled, as is <see cref="EncodedFor"/>.
    /// </summary>
    public abstract EncodedBatch Frames { get; }

    /// <summary>How many outboxes took them, once all have settled.</summary>
    public int Receivers => Volatile.Read(ref _receivers);

    /// <summary>
    /// The frames for one kind of subscriber; the same bytes for all who ask with that encoding. Empty where
    /// that wire shows nothing.
    /// </summary>
    public abstract EncodedBatch EncodedFor(IWireEncoding encoding);

    /// <summary>
    /// Forgets all but the first so many. Called before anybody else has the contents, and at most once.
    /// </summary>
    /// <param name="count">At least one, and less than <see cref="Count"/>.</param>
    public abstract void Keep(int count);

    /// <summary>
    /// So many channels will settle. To be called once, before any of them does, with room taken in
    /// <paramref name="budget"/> for a message to each of them: it is given back when all have settled, and
    /// <paramref name="settled"/> told to <paramref name="sender"/>.
    /// </summary>
    internal void Expect(int channels, PendingBytesLimit budget, IActorRef sender, object settled)
    {
        (_bytesEntered, _channels, _budget, _sender, _settled) = (Bytes, channels, budget, sender, settled);
        Volatile.Write(ref _open, channels);
        if (channels == 0) End();
    }

    /// <summary>One channel is done with them, whatever became of them there.</summary>
    /// <param name="receivers">How many outboxes of that channel took them.</param>
    /// <exception cref="InvalidOperationException">All have settled already.</exception>
    internal void Settle(int receivers)
    {
        if (receivers > 0) Interlocked.Add(ref _receivers, receivers);
        var open = Interlocked.Decrement(ref _open);
        if (open == 0) End();
        else if (open < 0) throw new InvalidOperationException("Settled more often than was expected.");
    }

    /// <summary>They go nowhere: instead of <see cref="Expect"/>.</summary>
    internal void Refuse() => OnSettled();

    /// <summary>
    /// Nobody reads them any more, but for outboxes that hold the memory themselves. Called once, from any
    /// thread.
    /// </summary>
    protected abstract void OnSettled();

    private void End()
    {
        _budget!.Leave(_bytesEntered, _channels);
        OnSettled();
        _sender!.Tell(_settled!);
    }
}
