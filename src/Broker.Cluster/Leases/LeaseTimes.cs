namespace Broker.Cluster.Leases;

/// <summary>
/// The times of node leases. They belong to the failure detector's and the resolver's in cluster.conf, which
/// is why they are no settings: a dead node's lease has ended before another node takes its homes.
/// </summary>
/// <param name="Ttl">How long the database lets a lease run.</param>
/// <param name="Validity">How long its node counts on it, from when it sent the renewal.</param>
/// <param name="Interval">How often it is renewed.</param>
internal sealed record LeaseTimes(TimeSpan Ttl, TimeSpan Validity, TimeSpan Interval)
{
    public static LeaseTimes Default { get; } =
        new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));
}
