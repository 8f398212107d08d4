using System.Net.Mime;
using Broker.Gateway.OpenApi;

namespace Broker.Gateway.Operations;

/// <summary>The routes that say whether this process works.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this WebApplication app)
    {
        var health = app.Services.GetRequiredService<HealthEndpoints>();
        var routes = app.MapGroup("").WithTags("Health");

        routes.MapGet(HealthEndpoints.Check, HealthEndpoints.CheckAsync)
            .Describe("checkHealth", "Whether the process answers.")
            .Produces(200, "`ok`", typeof(string), MediaTypeNames.Text.Plain);
        routes.MapGet(HealthEndpoints.Health, health.HealthAsync)
            .Describe("getHealth", "Version, environment, uptime, open connections and channels.")
            .Produces(200, "The process works.", typeof(HealthBody));
        routes.MapGet("/readyz", health.ReadyAsync)
            .Describe("getReadiness", "Whether the process takes new clients.")
            .Produces(200, "It does.", typeof(ReadyBody))
            .Produces(503, "It does not; `reasons` says why.", typeof(ReadyBody));
    }
}
