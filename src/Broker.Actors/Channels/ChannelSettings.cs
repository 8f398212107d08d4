using Broker.Hocon;

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
    IReadOnlyList<ChannelKind> Kinds)
{
    public static ChannelSettings From(Config config) => new(
        ChannelsMax: config.GetInt("channels-max"),
        HeldMax: config.GetInt("held-max"),
        BatchPublicationsMax: config.GetInt("batch-publications-max"),
        BatchBytesMax: (int)config.GetByteSize("batch-bytes-max"),
        QueuedBytesMax: config.GetByteSize("queued-bytes-max"),
        IdempotencyWindow: config.GetTimeSpan("idempotency-window"),
        IdempotencyKeysMax: config.GetInt("idempotency-keys-max"),
        Kinds: ChannelKindSettings.From(config));

    /// <summary>The kind of a channel: an exact name before a prefix, a longer prefix before a shorter.</summary>
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
