namespace Broker.Sockets;

/// <summary>
/// Bounds how many requests of one connection are read ahead of their answers. The reader opens, the
/// connection's actor completes, from any thread.
/// </summary>
public sealed class RequestWindow(int requestsMax)
{
    private int _open;
    private TaskCompletionSource? _room;

    public bool IsFull => Volatile.Read(ref _open) >= requestsMax;

    public void Open() => Interlocked.Increment(ref _open);

    public void Complete(int requests)
    {
        if (Interlocked.Add(ref _open, -requests) >= requestsMax) return;

        Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    /// <summary>Completes when the window is not full.</summary>
    public Task WaitForRoomAsync()
    {
        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _room, room);
        // What was completed before the line above has found nobody to tell.
        if (!IsFull) room.TrySetResult();
        return room.Task;
    }
}
