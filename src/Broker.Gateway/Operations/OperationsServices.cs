using Broker.Gateway.Configuration;

namespace Broker.Gateway.Operations;

/// <summary>Health, figures and administration.</summary>
internal static class OperationsServices
{
    public static IServiceCollection AddOperations(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Telemetry)
        .AddSingleton<Readiness>()
        .AddSingleton<HealthEndpoints>()
        .AddTelemetry(settings);
}
