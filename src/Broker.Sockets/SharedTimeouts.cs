namespace Broker.Sockets;

/// <summary>
/// Tokens that are cancelled about a time from now. All who ask within the same slot get the same token, so
/// ten thousand silent connections cost a handful of timers.
/// </summary>
public sealed class SharedTimeouts(TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan SlotLength = TimeSpan.FromMilliseconds(500);
    private Slot? _current;

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
            Volatile.Write(ref _current, current);
            return current.Source.Token;
        }
    }

    private sealed record Slot(long Began, CancellationTokenSource Source);
}
