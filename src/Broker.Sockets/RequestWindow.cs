namespace Broker.Sockets;

/// <summary>
/// Bounds how much of one connection's input is read before the actor has dealt with it, in requests or in
/// bytes. The reader opens; the connection's actor completes, from any thread.
/// </summary>
/// <remarks>Open for specs only: a double can complete requests right after an answer.</remarks>
public class RequestWindow(int requestsMax)
{
    private int _open;
    private bool _released;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _empty;

    private bool IsFull => !IsReleased && Volatile.Read(ref _open) >= requestsMax;

    private bool IsReleased => Volatile.Read(ref _released);

    public void Open(int requests = 1) => Interlocked.Add(ref _open, requests);

    public void Complete(int requests)
    {
        var open = Interlocked.Add(ref _open, -requests);
        if (open < requestsMax) Interlocked.Exchange(ref _room, null)?.TrySetResult();
        if (open <= 0) Interlocked.Exchange(ref _empty, null)?.TrySetResult();
    }

    /// <summary>
    /// Asks whether reading has to pause. A reader asks once for each request and acts on that answer alone:
    /// the actor completes requests at the same time, so a second answer may differ.
    /// </summary>
    /// <returns>Null when there is room, else a task that completes when there is.</returns>
    public virtual Task? Pause()
    {
        if (!IsFull) return null;

        var room = New(ref _room);
        // A request that was completed before the line above has not completed this task.
        if (!IsFull) room.TrySetResult();
        return room.Task;
    }

    /// <summary>Completes when nothing is open.</summary>
    public Task WaitUntilEmptyAsync()
    {
        var empty = New(ref _empty);
        if (Volatile.Read(ref _open) <= 0 || IsReleased) empty.TrySetResult();
        return empty.Task;
    }

    /// <summary>The connection ends: requests stay open, and no reader waits for them.</summary>
    public void Release()
    {
        Volatile.Write(ref _released, true);
        Interlocked.Exchange(ref _room, null)?.TrySetResult();
        Interlocked.Exchange(ref _empty, null)?.TrySetResult();
    }

    private static TaskCompletionSource New(ref TaskCompletionSource? waiting)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref waiting, source);
        return source;
    }
}
