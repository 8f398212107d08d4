namespace Broker.Cluster.Leases;

/// <summary>
/// Whether this node may store, decide and acknowledge now. It holds until some time after the last renewal
/// that succeeded was sent; the database lets the lease run longer. Safe from any thread.
/// </summary>
/// <param name="clock">A clock that never stands still, such as <see cref="BootClock"/>.</param>
/// <param name="validity">How long a renewal counts from when it was sent.</param>
public sealed class NodeLease(Func<TimeSpan> clock, TimeSpan validity)
{
    private long _validUntil = long.MinValue;
    private readonly Lock _lock = new();
    private int _hasEnded;
    private long _lost;

    public bool IsValid => Remaining > TimeSpan.Zero;

    /// <summary>How long it still holds without another renewal; zero or less when it does not.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var until = Volatile.Read(ref _validUntil);
            return HasEnded || until == long.MinValue ? TimeSpan.Zero : new TimeSpan(until) - clock();
        }
    }

    /// <summary>True when the others go on without this node: it never holds again.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded) == 1;

    /// <summary>How often it ran out before it was renewed.</summary>
    public long Lost
    {
        get
        {
            lock (_lock) return HasRunOut(clock()) ? _lost + 1 : _lost;
        }
    }

    internal TimeSpan Now => clock();

    /// <summary>A renewal succeeded.</summary>
    /// <param name="sentAt">By the clock of this lease.</param>
    internal void Renewed(TimeSpan sentAt)
    {
        var until = (sentAt + validity).Ticks;
        lock (_lock)
        {
            if (until <= Volatile.Read(ref _validUntil)) return;

            var now = clock();
            if (HasRunOut(now) && until > now.Ticks) _lost++;
            Volatile.Write(ref _validUntil, until);
        }
    }

    internal void End() => Volatile.Write(ref _hasEnded, 1);

    private bool HasRunOut(TimeSpan now) =>
        Volatile.Read(ref _validUntil) is var until && until != long.MinValue && until <= now.Ticks;
}
