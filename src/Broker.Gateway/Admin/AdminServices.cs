using Broker.Actors.Cluster;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Admin;

/// <summary>What administrators see and do, over all nodes.</summary>
internal static class AdminServices
{
    public static IServiceCollection AddAdmin(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Admin)
        .AddSingleton<AdminGate>()
        .AddSingleton<NodeEndpoints>()
        // Of the actors that answer questions on the other nodes.
        .AddSingleton<Members>()
        .AddSingleton<AllNodes>()
        .AddFact<NodeStats>()
        .AddFact<NodeCondition>()
        .AddSingleton<StatsEndpoint>()
        .AddSingleton<ClusterEndpoint>();

    private static IServiceCollection AddFact<T>(this IServiceCollection services)
        where T : class, INodeFact => services
        .AddSingleton<T>()
        .AddSingleton<INodeFact>(provider => provider.GetRequiredService<T>());
}
