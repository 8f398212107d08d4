namespace Broker.Gateway.Admin;

/// <summary>Adds up the figures of all nodes.</summary>
internal static class SumOfStats
{
    /// <param name="answers">Of the nodes.</param>
    /// <param name="channels">How many there are on all nodes, each counted once.</param>
    /// <param name="topMax">How many of the largest are named.</param>
    public static StatsBody Of(NodeAnswers<StatsBody> answers, int channels, int topMax)
    {
        StatsBody[] all = [.. answers.All];
        return answers.Own with
        {
            Connections = Sum(all.Select(one => one.Connections)),
            Channels = channels,
            TopChannels = Top(all, topMax),
            PublicationsTotal = all.Sum(one => one.PublicationsTotal),
            DeliveriesTotal = all.Sum(one => one.DeliveriesTotal),
            BytesOutTotal = all.Sum(one => one.BytesOutTotal),
            Outbox = new StatsBody.Waiting(
                all.Sum(one => one.Outbox.BytesWaiting),
                all.Sum(one => one.Outbox.DroppedTotal),
                all.Sum(one => one.Outbox.SlowConsumersTotal)),
            Latency = new StatsBody.Times(
                all.Max(one => one.Latency.P50Ms), all.Max(one => one.Latency.P99Ms)),
            MemoryBytes = all.Sum(one => one.MemoryBytes),
            RejectedTotal = Sum(all.Select(one => one.RejectedTotal)),
            Nodes = answers.ByNode,
            SilentNodes = answers.Silent,
        };
    }

    // Every node with subscribers sees all publications of a channel.
    private static IReadOnlyList<StatsBody.Channel> Top(StatsBody[] all, int max) =>
    [
        .. all.SelectMany(one => one.TopChannels)
            .GroupBy(channel => channel.Name, StringComparer.Ordinal)
            .Select(same => new StatsBody.Channel(
                same.Key,
                same.Sum(one => one.Subscribers),
                same.Max(one => one.PublicationsTotal),
                same.Sum(one => one.DeliveriesTotal)))
            .OrderByDescending(channel => channel.Subscribers)
            .ThenByDescending(channel => channel.DeliveriesTotal)
            .ThenBy(channel => channel.Name, StringComparer.Ordinal)
            .Take(max),
    ];

    private static Dictionary<string, long> Sum(
        IEnumerable<IReadOnlyDictionary<string, long>> counts) => counts
        .SelectMany(one => one)
        .GroupBy(one => one.Key, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Sum(one => one.Value));
}
