using Broker.Cluster;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Hosting;

/// <summary>Makes this process a node, when the store is open and no actor runs yet.</summary>
internal static class OpenCluster
{
    /// <param name="id">Under which the store writes.</param>
    /// <exception cref="StartupException">The database or a certificate cannot be used.</exception>
    public static async Task<ClusterNode> RunAsync(BrokerSettings settings, long id, ILoggerFactory logs)
    {
        try
        {
            return await ClusterNode.OpenAsync(
                settings.Cluster,
                id,
                settings.Persistence.Postgres,
                settings.PublicationBytesMax,
                TimeProvider.System,
                logs.CreateLogger<ClusterNode>());
        }
        catch (ClusterException e)
        {
            throw new StartupException(ExitCode.CannotStart, e.Message);
        }
    }
}
