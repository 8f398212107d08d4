using Broker.Cluster;
using Broker.Cluster.Status;
using Broker.Gateway.Http;

namespace Broker.Gateway.Admin;

/// <summary>
/// <c>POST /admin/cluster/drain</c> stops the process that is asked, <c>POST /admin/cluster/down</c> takes
/// another node for dead.
/// </summary>
internal sealed class NodeEndpoints(
    AdminGate gate,
    ActorSystem system,
    IHostApplicationLifetime host,
    ILogger<NodeEndpoints> logger,
    ClusterNode? cluster = null)
{
    /// <summary>Does what SIGTERM does, when its answer is written.</summary>
    public async Task DrainAsync(HttpContext context)
    {
        gate.Check(context.Request);
        context.Response.OnCompleted(() =>
        {
            Log.DrainAsked(logger);
            host.StopApplication();
            return Task.CompletedTask;
        });
        await AnswerAsync(context, "draining");
    }

    public Task DownAsync(HttpContext context)
    {
        gate.Check(context.Request);
        var address = context.Request.Query["node"].ToString();
        if (NodeAddress.TryParse(address) is null)
            throw new HttpErrorException(
                StatusCodes.Status400BadRequest,
                "the parameter node must be HOST:PORT, as /admin/cluster shows it");

        switch (cluster is null ? DownResult.Unknown : DeadNode.Down(system, address))
        {
            case DownResult.Unknown:
                throw new HttpErrorException(StatusCodes.Status404NotFound, $"{address} is no member");
            case DownResult.Reachable:
                throw new HttpErrorException(
                    StatusCodes.Status409Conflict,
                    $"{address} answers the other nodes: stop it, or send it POST /admin/cluster/drain");
            default:
                Log.DownAsked(logger, address);
                return AnswerAsync(context, "down");
        }
    }

    private static Task AnswerAsync(HttpContext context, string status) => JsonAnswer.WriteAsync(
        context, StatusCodes.Status202Accepted, new NodeChangeBody(status),
        GatewayJson.Default.NodeChangeBody);
}
