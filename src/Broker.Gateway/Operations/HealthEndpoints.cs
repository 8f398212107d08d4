using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Cluster;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Persistence;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
namespace Broker.Gateway.Operations;

/// <summary>
/// <c>/healthcheck</c> (contracts §4), <c>/healthz</c> for people and monitors, <c>/readyz</c> for load
/// balancers.
/// </summary>
internal sealed class HealthEndpoints(
    IRequiredActor<ConnectionRegistryActor> connections,
    IRequiredActor<ChannelListActor> channels,
    ProcessSettings process,
    Readiness readiness,
    EventStore store,
    TimeProvider time,
    ClusterNode? cluster = null)
{
    public const string Check = "/healthcheck";
    public const string Health = "/healthz";

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(1);
    private readonly long _started = time.GetTimestamp();

    /// <summary>Whether a path says that the process lives, which its being full does not change.</summary>
    public static bool IsLiveness(PathString path) => path == Check || path == Health;

    public static Task CheckAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("ok");
    }

    public async Task HealthAsync(HttpContext context)
    {
        var counted = connections.ActorRef.Ask<ConnectionCount>(CountConnections.Instance, AskTimeout);
        var listed = channels.ActorRef.Ask<ChannelCount>(CountChannels.Instance, AskTimeout);
        var body = new HealthBody(
            "ok",
            process.Version,
            process.Environment,
            Math.Round(time.GetElapsedTime(_started).TotalSeconds, 3),
            (await counted).Connections,
            (await listed).Channels);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, body, GatewayJson.Default.HealthBody);
    }

    // A process whose disk refuses still serves its clients, but new ones are better off elsewhere. A
    // database that is away is away for all processes: then a load balancer must not lose all of them.
    public async Task ReadyAsync(HttpContext context)
    {
        if (!store.IsShared)
            await store.Health.LookAsync(LookInterval).WaitAsync(LookTimeout, time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        string[] reasons = [.. Reasons()];
        var isReady = reasons.Length == 0;
        var isWriting = store.Health.IsWriting && cluster is not { Lease.IsValid: false };
        string[]? degraded = isReady && !isWriting ? ["store"] : null;
        await JsonAnswer.WriteAsync(
            context,
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new ReadyBody(isReady, degraded, isReady ? null : reasons),
            GatewayJson.Default.ReadyBody);
    }

    private IEnumerable<string> Reasons()
    {
        if (!readiness.IsReady) yield return "the process starts or drains";
        if (cluster is { IsReady: false }) yield return "the node is cut off from the others";
        if (!store.IsShared && store.Health.Problem is { } problem)
            yield return $"the store refuses writes: {problem}";
    }
}
