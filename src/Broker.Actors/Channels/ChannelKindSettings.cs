using Broker.Hocon;

namespace Broker.Actors.Channels;

/// <summary>Reads <c>broker.channel.kinds</c>: each entry is laid over the entry <c>default</c>.</summary>
internal static class ChannelKindSettings
{
    private const string Default = "default";

    public static IReadOnlyList<ChannelKind> From(Config channel)
    {
        var kinds = channel.GetConfig("kinds");
        var fallback = kinds.GetConfig(Default);
        return kinds.Keys.Select(name => Kind(name, kinds.GetConfig(name).WithFallback(fallback))).ToArray();
    }

    private static ChannelKind Kind(string name, Config config) => new(
        Name: name,
        Pattern: config.GetString("pattern"),
        History: new HistoryLimits(
            Size: config.GetInt("history-size-max"),
            Age: config.GetTimeSpan("history-age-max"),
            BytesMax: config.GetByteSize("history-bytes-max")),
        Journal: config.GetEnum<Durability>("journal"),
        SlowConsumer: config.GetEnum<SlowConsumerPolicy>("slow-consumer"),
        Publish: config.GetEnum<ChannelAccess>("publish"),
        Subscribe: config.GetEnum<ChannelAccess>("subscribe"),
        SubscribersMax: config.GetInt("subscribers-max"));
}
