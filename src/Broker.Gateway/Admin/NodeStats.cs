using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;

namespace Broker.Gateway.Admin;

/// <summary>The figures of one node.</summary>
internal sealed class NodeStats(
    BrokerMetrics metrics,
    OutboxBytesLimit outboxes,
    PublicationLatency latency,
    ProcessSettings process,
    TelemetrySettings telemetry,
    TimeProvider time)
    : NodeFact<Nothing, StatsBody>("stats", GatewayJson.Default.Nothing, GatewayJson.Default.StatsBody)
{
    private const double MillisecondsPerSecond = 1000;
    private const int Digits = 3;

    private readonly long _started = time.GetTimestamp();

    public override Task<StatsBody> AnswerAsync(Nothing question) => Task.FromResult(Read());

    private StatsBody Read()
    {
        var durations = latency.Read(0.5, 0.99);
        return new StatsBody(
            time.GetUtcNow(),
            Math.Round(time.GetElapsedTime(_started).TotalSeconds, Digits),
            process.Version,
            Enum.GetValues<Protocol>().ToDictionary(Reasons.Of, protocol => metrics.Connections[protocol]),
            metrics.Channels,
            [.. metrics.ChannelTable.Top(telemetry.TopChannelsMax).Select(Of)],
            metrics.Publications.Sum,
            metrics.Deliveries.Sum,
            metrics.BytesOut.Sum,
            new StatsBody.Waiting(outboxes.Bytes, metrics.FramesDropped, metrics.SlowConsumers),
            new StatsBody.Times(Milliseconds(durations[0]), Milliseconds(durations[1])),
            Environment.WorkingSet,
            metrics.Rejections.All.ToDictionary());
    }

    private static StatsBody.Channel Of(ChannelFigures channel) =>
        new(channel.Name, channel.Subscribers, channel.Publications, channel.Deliveries);

    private static double Milliseconds(double seconds) => Math.Round(seconds * MillisecondsPerSecond, Digits);
}
