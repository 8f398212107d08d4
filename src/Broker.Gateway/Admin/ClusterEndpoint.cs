using Broker.Cluster;
using Broker.Cluster.Status;
using Broker.Gateway.Http;

namespace Broker.Gateway.Admin;

/// <summary><c>GET /admin/cluster</c>: members, leases, shards, homes and windows.</summary>
internal sealed class ClusterEndpoint(
    AdminGate gate, ActorSystem system, AllNodes nodes, NodeCondition condition, ClusterNode? cluster = null)
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

        var asking = nodes.AskAsync(condition, Nothing.Instance);
        var status = await cluster.ReadStatusAsync(system, cancellation);
        var said = (await asking).ByNode;
        return new ClusterBody(
            status.Self,
            status.IsDatabaseAway,
            [.. status.Members.Select(member => Of(member, said.GetValueOrDefault(member.Address)))]);
    }

    private static ClusterBody.Member Of(MemberStatus member, NodeBody? said) => new(
        member.Address, member.Status, member.IsReachable, member.IsOldest,
        member.Lease is { } lease ? (long)lease.TotalMilliseconds : null,
        member.Shards, member.Homes, said?.Version, said?.IsStoreWriting, said?.Windows);
}
