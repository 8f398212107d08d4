using Microsoft.Extensions.Hosting;

namespace Broker.Kernel;

/// <summary>
/// Starts the actors with the host and ends the system with it. When the system ends by itself, the host
/// stops.
/// </summary>
internal sealed class HostedSystem(
    AkkaConfigurationBuilder builder,
    ActorSystem system,
    IServiceProvider services,
    IHostApplicationLifetime? lifetime = null) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var resolver = new ServiceProviderDependencyResolver(services);
        await builder.StartAsync(system, resolver).ConfigureAwait(false);
        _ = StopHostWhenTerminatedAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        system.Terminate().WaitAsync(cancellationToken);

    private async Task StopHostWhenTerminatedAsync()
    {
        await system.WhenTerminated.ConfigureAwait(false);
        lifetime?.StopApplication();
    }
}
