namespace Broker.Cluster.Leases;

/// <summary>Whether other members have a lease, by their own word. Safe from any thread.</summary>
/// <param name="validity">How long their word counts.</param>
internal sealed class Contact(Func<TimeSpan> clock, TimeSpan validity)
{
    private long _heardAt = long.MinValue;

    public bool OthersHaveLease
    {
        get
        {
            var heardAt = Volatile.Read(ref _heardAt);
            return heardAt != long.MinValue && clock() - new TimeSpan(heardAt) < validity;
        }
    }

    /// <summary>A member has said that it has its lease.</summary>
    public void HasLease() => Volatile.Write(ref _heardAt, clock().Ticks);
}
