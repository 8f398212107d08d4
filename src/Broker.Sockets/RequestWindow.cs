namespace Broker.Sockets;

/// <summary>
/// Bounds how much of what one connection asked for is read ahead of its being dealt with, in requests or in
/// bytes. The reader opens, the connection's actor completes, from any thread.
/// </summary>
public sealed class RequestWindow(int requestsMax)
{
    private int _open;
    private bool _released;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _empty;

    public bool IsFull => Volatile.Read(ref _open) >= requestsMax;

    private bool IsReleased => Volatile.Read(ref _released);

    public void Open(int requests = 1) => Interlocked.Add(ref _open, requests);

    public void Complete(int requests)
    {
        var open = Interlocked.Add(ref _open, -requests);
        if (open < requestsMax) Interlocked.Exchange(ref _room, null)?.TrySetResult();
        if (open <= 0) Interlocked.Exchange(ref _empty, null)?.TrySetResult();
    }

    /// <summary>Completes when the window is not full.</summary>
    public Task WaitForRoomAsync()
    {
        var room = New(ref _room);
        // What was completed before the line above has found nobody to tell.
        if (!IsFull || IsReleased) room.TrySetResult();
        return room.Task;
    }

    /// <summary>Completes when nothing is open.</summary>
    public Task WaitUntilEmptyAsync()
    {
        var empty = New(ref _empty);
        if (Volatile.Read(ref _open) <= 0 || IsReleased) empty.TrySetResult();
        return empty.Task;
    }

    /// <summary>The connection is over: nobody completes any more, and nobody is to wait for it.</summary>
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
