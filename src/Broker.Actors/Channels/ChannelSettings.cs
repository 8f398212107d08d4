using Broker.Actors.Configuration;

namespace Broker.Actors.Channels;

/// <summary>The <c>broker.channel</c> section of reference.conf, read once at start-up.</summary>
public sealed record ChannelSettings(
    int ChannelsMax,
    int HeldMax,
    int BatchPublicationsMax,
    int BatchBytesMax,
    TimeSpan FlushPauseMax,
    long QueuedBytesMax,
    TimeSpan IdempotencyWindow,
    int IdempotencyKeysMax,
    TimeSpan PublishTimeout,
    TimeSpan SubscribeTimeout,
    TimeSpan RetryInterval,
    TimeSpan IdleTimeout,
    long PeerWindowBytesMax,
    TimeSpan StoredIdleTimeout,
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
        FlushPauseMax: config.GetTimeSpan("flush-pause-max", TimeSpan.Zero, TimeSpan.FromSeconds(1)),
        QueuedBytesMax: config.GetByteSize("queued-bytes-max", 1, long.MaxValue),
        IdempotencyWindow: config.GetTimeSpan(
            "idempotency-window", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30)),
        IdempotencyKeysMax: config.GetInt("idempotency-keys-max", 1, int.MaxValue),
        PublishTimeout: config.GetTimeSpan("publish-timeout", Shortest, Longest),
        SubscribeTimeout: config.GetTimeSpan("subscribe-timeout", Shortest, Longest),
        RetryInterval: config.GetTimeSpan("retry-interval", Shortest, Longest),
        IdleTimeout: config.GetTimeSpan("idle-timeout", Shortest, Longest),
        PeerWindowBytesMax: config.GetByteSize("peer-window-bytes-max", 1, long.MaxValue),
        StoredIdleTimeout: config.GetTimeSpan("stored-idle-timeout", Shortest, Longest),
        SweepInterval: config.GetTimeSpan("sweep-interval", Shortest, Longest),
        Kinds: ChannelKindSettings.From(config));

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
