namespace Broker.Gateway.Tests.Hosting;

/// <summary>One server with default settings for all specs of a class.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private RunningGateway? _gateway;

    public RunningGateway Gateway => _gateway ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public Task DisposeAsync() => _gateway!.DisposeAsync().AsTask();
}
