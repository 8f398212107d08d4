namespace Broker.Kernel.TestKit;

/// <summary>
/// Subscribes to the event stream as a ref and counts on the publisher's thread, so that none is late.
/// </summary>
internal sealed class EventCounter(ActorSystem system, Func<object, bool> match, int? expected) : KernelRef
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public override ActorPath Path { get; } = system.NextTempPath();

    public int Count => Volatile.Read(ref _count);

    internal override ActorSystem Owner => system;
    internal override long Uid => 0;

    public override void Tell(object message, IActorRef? sender)
    {
        if (!match(message)) return;
        // Expecting none, the first one ends the wait.
        if (Interlocked.Increment(ref _count) >= Math.Max(expected ?? 0, 1)) _reached.TrySetResult();
    }

    /// <summary>Returns when as many as expected came, or when the time is over.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            await _reached.Task.WaitAsync(timeout, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The count says what is missing.
        }
    }
}
