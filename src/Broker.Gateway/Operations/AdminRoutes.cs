using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;

namespace Broker.Gateway.Operations;

/// <summary>The routes for administrators.</summary>
internal static class AdminRoutes
{
    public static void MapAdmin(this WebApplication app)
    {
        app.MapGet("/admin/stats", app.Services.GetRequiredService<StatsEndpoint>().HandleAsync)
            .ForAdmins()
            .Describe("getStats", "The figures of the dashboard.")
            .Produces(200, "Totals since the start.", typeof(StatsBody));
        app.MapGet("/admin/cluster", app.Services.GetRequiredService<ClusterEndpoint>().HandleAsync)
            .ForAdmins()
            .Describe("getCluster", "The nodes of the cluster.")
            .Produces(200, "What this node knows of all of them.", typeof(ClusterBody));
    }

    /// <summary>Describes what <see cref="AdminGate"/> does.</summary>
    public static T ForAdmins<T>(this T route)
        where T : IEndpointConventionBuilder => route
        .WithTags("Admin")
        .NeedsOneOf(SecuritySchemes.Admin)
        .Produces(401, "The admin token is missing or wrong.", typeof(ErrorBody))
        .Produces(403, "No admin token is configured, and this is not `dev`.", typeof(ErrorBody));
}
