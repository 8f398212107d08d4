using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;

namespace Broker.Gateway.Admin;

/// <summary>The routes for administrators.</summary>
internal static class AdminRoutes
{
    public static void MapAdmin(this WebApplication app)
    {
        app.MapGet("/admin/stats", app.Services.GetRequiredService<StatsEndpoint>().HandleAsync)
            .ForAdmins()
            .Describe("getStats", "The figures of the dashboard, of all nodes.")
            .Produces(200, "Totals since the start: sums, and those of each node.", typeof(StatsBody));
        app.MapGet("/admin/cluster", app.Services.GetRequiredService<ClusterEndpoint>().HandleAsync)
            .ForAdmins()
            .Describe("getCluster", "The nodes of the cluster.")
            .Produces(200, "What the node that is asked knows of all of them.", typeof(ClusterBody));
        MapNodes(app, app.Services.GetRequiredService<NodeEndpoints>());
    }

    private static void MapNodes(WebApplication app, NodeEndpoints nodes)
    {
        app.MapPost("/admin/cluster/drain", nodes.DrainAsync)
            .ForAdmins()
            .Describe("drainNode", "Stops the process that is asked, as SIGTERM does.")
            .Produces(202, "It sends clients away, hands its homes over and ends.", typeof(NodeChangeBody));
        app.MapPost("/admin/cluster/down", nodes.DownAsync)
            .ForAdmins()
            .Describe("downNode", "Takes a node for dead that does not answer the others.")
            .WithQuery("node", "HOST:PORT, as `/admin/cluster` shows it.", isRequired: true)
            .Produces(202, "The others go on without it.", typeof(NodeChangeBody))
            .Produces(400, "The parameter is no HOST:PORT.", typeof(ErrorBody))
            .Produces(404, "No member has this address.", typeof(ErrorBody))
            .Produces(409, "It answers the other nodes: drain it instead.", typeof(ErrorBody));
    }

    /// <summary>Describes what <see cref="AdminGate"/> does.</summary>
    public static T ForAdmins<T>(this T route)
        where T : IEndpointConventionBuilder => route
        .WithTags("Admin")
        .NeedsOneOf(SecuritySchemes.Admin)
        .Produces(401, "The admin token is missing.", typeof(ErrorBody))
        .Produces(
            403,
            "It is wrong, none is configured outside `dev`, or the `Host` or `Origin` is foreign.",
            typeof(ErrorBody));
}
