using Broker.Actors.Channels;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Gateway.Admin;

/// <summary><c>GET /admin/stats</c>: the figures of the dashboard, in one JSON object.</summary>
internal sealed class StatsEndpoint(
    AllNodes nodes,
    NodeStats stats,
    IRequiredActor<ChannelListActor> channels,
    AdminGate gate,
    ProcessSettings process,
    TelemetrySettings telemetry)
{
    public async Task HandleAsync(HttpContext context)
    {
        gate.Check(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, await ReadAsync(), GatewayJson.Default.StatsBody);
    }

    private async Task<StatsBody> ReadAsync()
    {
        var answers = await nodes.AskAsync(stats, Nothing.Instance);
        // A channel may have subscribers on several nodes.
        var counted = await channels.ActorRef.Ask<ChannelCount>(CountChannels.Instance, process.AskTimeout);
        return SumOfStats.Of(answers, counted.OfAllNodes, telemetry.TopChannelsMax);
    }
}
