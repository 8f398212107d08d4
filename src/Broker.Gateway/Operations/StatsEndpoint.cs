using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Operations;

/// <summary><c>GET /admin/stats</c>: the figures of the dashboard, in one JSON object.</summary>
internal sealed class StatsEndpoint(
    BrokerMetrics metrics,
    OutboxBytesLimit outboxes,
    PublicationLatency latency,
    AdminGate gate,
    ProcessSettings process,
    TelemetrySettings telemetry,
    TimeProvider time)
{
    private const double MillisecondsPerSecond = 1000;
    private const int Digits = 3;

    private readonly long _started = time.GetTimestamp();

    public Task HandleAsync(HttpContext context)
    {
        gate.Check(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, Read(), GatewayJson.Default.StatsBody);
    }

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
