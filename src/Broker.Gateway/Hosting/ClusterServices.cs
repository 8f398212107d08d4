using Broker.Cluster;

namespace Broker.Gateway.Hosting;

/// <summary>This process as a node of a cluster, where it is one.</summary>
internal static class ClusterServices
{
    public static IServiceCollection AddCluster(this IServiceCollection services, ClusterNode? cluster) =>
        cluster is null ? services : services.AddSingleton(cluster).AddHostedService<ClusterMembership>();
}
