using Broker.Cluster;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Joins the cluster before the process listens, and stops the host when the others go on without this node.
/// The actor system itself leaves when it stops.
/// </summary>
internal sealed class ClusterMembership(
    ClusterNode cluster, ActorSystem system, IHostApplicationLifetime host) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cluster.Ended.Register(host.StopApplication);
        try
        {
            await cluster.JoinAsync(system, cancellationToken);
        }
        catch (ClusterException e)
        {
            throw new StartupException(ExitCode.CannotStart, e.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
