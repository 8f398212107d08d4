using Akka.Configuration;
using Broker.Actors.Configuration;

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
    public static PresenceSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var settings = new PresenceSettings(
            Lease: config.GetTimeSpan("lease", Shortest, Longest),
            RenewInterval: config.GetTimeSpan("renew-interval", Shortest, Longest),
            AnswerWithin: config.GetTimeSpan("answer-within", Shortest, Longest),
            RetryInterval: config.GetTimeSpan("retry-interval", Shortest, Longest),
            BatchKeysMax: config.GetInt("batch-keys-max", 1, 100_000),
            WaitingMax: config.GetInt("waiting-max", 1, int.MaxValue),
            DemandInterval: config.GetTimeSpan("demand-interval", Shortest, Longest),
            DemandKeysMax: config.GetInt("demand-keys-max", 1, int.MaxValue));
        return settings.RenewInterval * 2 <= settings.Lease
            ? settings
            : throw config.Error(
                "renew-interval", "is more than half of lease: one lost renewal would end it");
    }
}
