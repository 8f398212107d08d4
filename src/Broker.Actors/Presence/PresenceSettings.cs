using Broker.Hocon;

namespace Broker.Actors.Presence;

/// <summary>The <c>broker.presence</c> section of reference.conf, read once at start-up.</summary>
public sealed record PresenceSettings(
    TimeSpan Lease,
    TimeSpan RenewInterval,
    TimeSpan AnswerWithin,
    TimeSpan RetryInterval,
    int BatchKeysMax,
    int WaitingMax,
    TimeSpan DemandInterval,
    int DemandKeysMax)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <exception cref="ConfigurationException">A value is out of bounds, or the lease would end between two
    /// renewals.</exception>
    public static PresenceSettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var settings = new PresenceSettings(
            Lease: config.GetTimeSpanWithin("lease", Shortest, Longest),
            RenewInterval: config.GetTimeSpanWithin("renew-interval", Shortest, Longest),
            AnswerWithin: config.GetTimeSpanWithin("answer-within", Shortest, Longest),
            RetryInterval: config.GetTimeSpanWithin("retry-interval", Shortest, Longest),
            BatchKeysMax: config.GetIntWithin("batch-keys-max", 1, 100_000),
            WaitingMax: config.GetIntWithin("waiting-max", 1, int.MaxValue),
            DemandInterval: config.GetTimeSpanWithin("demand-interval", Shortest, Longest),
            DemandKeysMax: config.GetIntWithin("demand-keys-max", 1, int.MaxValue));
        return settings.RenewInterval * 2 <= settings.Lease
            ? settings
            : throw config.Error(
                "renew-interval", "is more than half of lease: one lost renewal would end it");
    }
}
