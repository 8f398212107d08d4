namespace Broker.Journal;

/// <summary>
/// Tells everybody who waits that something happened. Who takes <see cref="Next"/> before looking misses
/// nothing.
/// </summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = Fresh();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
