using System.Text.Json.Serialization;

namespace Broker.Gateway.Admin;

/// <summary>
/// The body of <c>GET /admin/stats</c>: totals since the start, from which the dashboard makes rates. They
/// are the sums over all nodes, and stand once more for each node.
/// </summary>
/// <param name="Time">When the node that is asked read its own.</param>
/// <param name="UptimeSeconds">Of the node that is asked.</param>
/// <param name="Connections">Those that are open now, by protocol.</param>
/// <param name="Channels">Public channels with a subscriber.</param>
/// <param name="TopChannels">The largest public channels, a bounded number of them.</param>
/// <param name="Latency">
/// From accepting a publication to offering it to every socket, recently; that of the slowest node.
/// </param>
/// <param name="MemoryBytes">What the processes have resident.</param>
/// <param name="RejectedTotal">Answers that refused something, by reason.</param>
/// <param name="Nodes">The same of each node, by address; none where there is one process.</param>
/// <param name="SilentNodes">The nodes that did not answer: their figures are missing in the sums.</param>
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
    IReadOnlyDictionary<string, long> RejectedTotal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, StatsBody>? Nodes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<string>? SilentNodes = null)
{
    /// <param name="PublicationsTotal">As the node saw it that saw most of them.</param>
    internal sealed record Channel(
        string Name, int Subscribers, long PublicationsTotal, long DeliveriesTotal);

    internal sealed record Waiting(long BytesWaiting, long DroppedTotal, long SlowConsumersTotal);

    internal sealed record Times(double P50Ms, double P99Ms);
}
