using Broker.Gateway.Configuration;

namespace Broker.Gateway.Operations;

/// <summary>Health, figures and administration.</summary>
internal static class OperationsServices
{
    public static IServiceCollection AddOperations(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Admin)
        .AddSingleton(settings.Telemetry)
        .AddSingleton<Readiness>()
        .AddSingleton<HealthEndpoints>()
        .AddSingleton<AdminGate>()
        .AddSingleton<StatsEndpoint>()
        .AddSingleton<ClusterEndpoint>()
        .AddSingleton<NodeEndpoints>()
        .AddTelemetry(settings);
}
