using Broker.Actors.Configuration;

namespace Broker.Actors.Channels;

/// <summary>The <c>broker.channel</c> section of reference.conf, read once at start-up.</summary>
public sealed record ChannelSettings(
    int ChannelsMax,
    int HeldMax,
    int BatchPublicationsMax,
    int BatchBytesMax,
    long QueuedBytesMax,
    TimeSpan IdempotencyWindow,
    int IdempotencyKeysMax,
    TimeSpan StoredIdleTimeout,
    TimeSpan StoredLag,
    TimeSpan SweepInterval,
    IReadOnlyList<ChannelKind> Kinds)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static ChannelSettings From(SettingReader config) => new(
        ChannelsMax: config.GetInt("channels-max", 1, int.MaxValue),
        HeldMax: config.GetInt("held-max", 1, int.MaxValue),
        BatchPublicationsMax: config.GetInt("batch-publications-max", 1, int.MaxValue),
        BatchBytesMax: (int)config.GetByteSize("batch-bytes-max", 1, int.MaxValue),
        QueuedBytesMax: config.GetByteSize("queued-bytes-max", 1, long.MaxValue),
        IdempotencyWindow: config.GetTimeSpan(
            "idempotency-window", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30)),
        IdempotencyKeysMax: config.GetInt("idempotency-keys-max", 1, int.MaxValue),
        StoredIdleTimeout: config.GetTimeSpan("stored-idle-timeout", Shortest, Longest),
        StoredLag: config.GetTimeSpan("stored-lag", Shortest, Longest),
        SweepInterval: config.GetTimeSpan("sweep-interval", Shortest, Longest),
        Kinds: ChannelKindSettings.From(config));

    /// <summary>Whether several nodes share the journal.</summary>
    public bool IsShared { get; init; }

    /// <summary>
    /// Whether publications to a channel are acknowledged when the journal has them: see
    /// <see cref="ChannelKind.IsStored"/>.
    /// </summary>
    public bool IsStored(ChannelName channel) => KindOf(channel).IsStored(IsShared);

    /// <summary>
    /// The kind of a channel: an exact name before a prefix, a longer prefix before a shorter.
    /// </summary>
    public ChannelKind KindOf(ChannelName channel)
    {
        ChannelKind? best = null;
        foreach (var kind in Kinds)
        {
            if (!kind.Fits(channel)) continue;
            if (best is null || Rank(kind) > Rank(best)) best = kind;
        }
        return best ?? throw new InvalidOperationException("No kind has the pattern '*'.");
    }

    private static int Rank(ChannelKind kind) =>
        kind.Pattern.EndsWith('*') ? kind.Pattern.Length : int.MaxValue;
}
