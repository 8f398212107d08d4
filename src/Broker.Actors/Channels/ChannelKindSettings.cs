using Broker.Actors.Configuration;
using Broker.Actors.Delivery;

namespace Broker.Actors.Channels;

/// <summary>
/// Reads <c>broker.channel.kinds</c>: each entry is laid over the entry <c>default</c>. Every channel has
/// exactly one best kind: no pattern is there twice, and one of them is <c>*</c>.
/// </summary>
internal static class ChannelKindSettings
{
    private const string Default = "default";

    // A timer waits until the oldest publication expires, and no timer waits longer than 49 days.
    private static readonly TimeSpan AgeLongest = TimeSpan.FromDays(30);

    public static IReadOnlyList<ChannelKind> From(SettingReader channel)
    {
        var kinds = channel.GetSection("kinds");
        var fallback = kinds.GetSection(Default);
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        var read = new List<ChannelKind>();
        foreach (var (name, own) in kinds.Sections)
        {
            // An inherited pattern would be the default's: two kinds with the same claim.
            var pattern = own.GetString("pattern");
            if (pattern.Length == 0) throw own.Error("pattern", "is empty");
            if (!patterns.Add(pattern))
                throw own.Error("pattern", $"'{pattern}' is the pattern of another kind too");

            read.Add(Kind(name, pattern, own.WithFallback(fallback)));
        }

        return patterns.Contains("*")
            ? read
            : throw fallback.Error("pattern", "no kind has the pattern *, which the other channels need");
    }

    private static ChannelKind Kind(string name, string pattern, SettingReader config) => new(
        Name: name,
        Pattern: pattern,
        History: new HistoryLimits(
            Size: config.GetInt("history-size-max", 0, int.MaxValue),
            Age: config.GetTimeSpan("history-age-max", TimeSpan.FromMilliseconds(1), AgeLongest),
            BytesMax: config.GetByteSize("history-bytes-max", 0, long.MaxValue)),
        IsStored: config.GetBoolean("store"),
        SlowConsumer: config.GetEnum<SlowConsumerPolicy>("slow-consumer"),
        Publish: config.GetEnum<ChannelAccess>("publish"),
        Subscribe: config.GetEnum<ChannelAccess>("subscribe"),
        SubscribersMax: config.GetInt("subscribers-max", 1, int.MaxValue));
}
