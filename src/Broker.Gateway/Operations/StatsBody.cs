namespace Broker.Gateway.Operations;

/// <summary>
/// The body of <c>GET /admin/stats</c>: totals since the start, from which the dashboard makes rates.
/// </summary>
/// <param name="Connections">Those that are open now, by protocol.</param>
/// <param name="Channels">Public channels with a subscriber.</param>
/// <param name="TopChannels">The largest public channels, a bounded number of them.</param>
/// <param name="Latency">From accepting a publication to offering it to every socket, recently.</param>
/// <param name="MemoryBytes">What the process has resident.</param>
/// <param name="RejectedTotal">Answers that refused something, by reason.</param>
internal sealed record StatsBody(
    DateTimeOffset Time,
    double UptimeSeconds,
    string Version,
    IReadOnlyDictionary<string, long> Connections,
    int Channels,
    IReadOnlyList<StatsBody.Channel> TopChannels,
    long PublicationsTotal,
    long DeliveriesTotal,
    long BytesOutTotal,
    StatsBody.Waiting Outbox,
    StatsBody.Times Latency,
    long MemoryBytes,
    IReadOnlyDictionary<string, long> RejectedTotal)
{
    internal sealed record Channel(
        string Name, int Subscribers, long PublicationsTotal, long DeliveriesTotal);

    internal sealed record Waiting(long BytesWaiting, long DroppedTotal, long SlowConsumersTotal);

    internal sealed record Times(double P50Ms, double P99Ms);
}
