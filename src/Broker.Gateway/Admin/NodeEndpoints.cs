using Broker.Cluster;
using Broker.Cluster.Status;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Admin;

/// <summary>
/// <c>POST /admin/cluster/drain</c> stops the process that is asked, <c>POST /admin/cluster/down</c> takes
/// another node for dead.
/// </summary>
internal sealed class NodeEndpoints(
    AdminGate gate,
    OriginRule origins,
    ActorSystem system,
    IHostApplicationLifetime host,
    ILogger<NodeEndpoints> logger,
    ClusterNode? cluster = null)
{
    /// <summary>Does what SIGTERM does, when its answer is written.</summary>
    public async Task DrainAsync(HttpContext context)
    {
        Check(context.Request);
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
        Check(context.Request);
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

    // In dev a web page of any origin could send it.
    private void Check(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (!origins.Accepts(origin.Count == 0 ? null : origin.ToString(), request.Host.Value))
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "this origin is not allowed");

        gate.Check(request);
    }

    private static Task AnswerAsync(HttpContext context, string status) => JsonAnswer.WriteAsync(
        context, StatusCodes.Status202Accepted, new NodeChangeBody(status),
        GatewayJson.Default.NodeChangeBody);
}
