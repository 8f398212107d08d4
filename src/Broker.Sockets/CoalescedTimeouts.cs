using System.Collections.Concurrent;

namespace Broker.Sockets;

/// <summary>
/// Tokens that are cancelled about a time from now. All who ask within the same slot get the same token, so
/// ten thousand silent connections cost a handful of timers.
/// </summary>
public sealed class CoalescedTimeouts(TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan SlotLength = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentQueue<Slot> _running = new();
    private Slot? _current;
    private bool _hasEnded;

    /// <summary>Cancelled after the timeout, at most one slot late.</summary>
    public CancellationToken Token
    {
        get
        {
            var current = Volatile.Read(ref _current);
            if (current is not null && time.GetElapsedTime(current.Began) < SlotLength)
                return current.Source.Token;

            // Two threads may both make one; both work.
            current = new Slot(time.GetTimestamp(), new CancellationTokenSource(timeout + SlotLength, time));
            _running.Enqueue(current);
            Volatile.Write(ref _current, current);
            ForgetCancelled();
            if (HasEnded) current.Source.Cancel();
            return current.Source.Token;
        }
    }

    /// <summary>Whether tokens were cancelled before their time.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    /// <summary>
    /// Cancels all tokens now. One call here spares each connection a registration of its own.
    /// </summary>
    public void End()
    {
        Volatile.Write(ref _hasEnded, true);
        foreach (var slot in _running) slot.Source.Cancel();
    }

    private void ForgetCancelled()
    {
        while (_running.TryPeek(out var oldest) && oldest.Source.IsCancellationRequested)
            _running.TryDequeue(out _);
    }

    private sealed record Slot(long Began, CancellationTokenSource Source);
}
