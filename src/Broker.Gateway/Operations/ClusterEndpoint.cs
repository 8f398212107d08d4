using Broker.Actors.Channels;
using Broker.Cluster;
using Broker.Cluster.Status;
using Broker.Gateway.Http;

namespace Broker.Gateway.Operations;

/// <summary><c>GET /admin/cluster</c>: members, leases, shards, homes and windows.</summary>
internal sealed class ClusterEndpoint(
    AdminGate gate, ActorSystem system, PeerWindows windows, ClusterNode? cluster = null)
{
    public async Task HandleAsync(HttpContext context)
    {
        gate.Check(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, await ReadAsync(context.RequestAborted),
            GatewayJson.Default.ClusterBody);
    }

    private async Task<ClusterBody> ReadAsync(CancellationToken cancellation)
    {
        if (cluster is null) return new ClusterBody(Self: null, DatabaseAway: false, []);

        var status = await cluster.ReadStatusAsync(system, cancellation);
        var bytes = windows.All.ToDictionary(
            window => $"{window.Node.Path.Address.Host}:{window.Node.Path.Address.Port}",
            window => window.Bytes);
        return new ClusterBody(
            status.Self, status.IsDatabaseAway, [.. status.Members.Select(member => Of(member, bytes))]);
    }

    private static ClusterBody.Member Of(MemberStatus member, Dictionary<string, long> bytes) => new(
        member.Address, member.Status, member.IsReachable, member.IsOldest,
        member.Lease is { } lease ? (long)lease.TotalMilliseconds : null,
        member.Shards, member.Homes, bytes.GetValueOrDefault(member.Address));
}
