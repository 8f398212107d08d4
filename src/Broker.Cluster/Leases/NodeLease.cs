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
    private int _hasEnded;

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

    internal TimeSpan Now => clock();

    /// <summary>A renewal succeeded.</summary>
    /// <param name="sentAt">By the clock of this lease.</param>
    internal void Renewed(TimeSpan sentAt) =>
        Volatile.Write(ref _validUntil, Math.Max(Volatile.Read(ref _validUntil), (sentAt + validity).Ticks));

    internal void End() => Volatile.Write(ref _hasEnded, 1);
}
