using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Gateway.Configuration;
using Broker.Sockets;
using Broker.Tcp;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.Hosting;

/// <summary>The hub's listener, and what its connections work with (contracts §3).</summary>
internal static class HubServices
{
    public static IServiceCollection AddHub(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(provider => new HubIds(
            provider.GetRequiredService<IRequiredActor<HubActor>>(), settings.Process.AskTimeout))
        .AddSingleton<IConnectionListenerFactory>(provider => new HubListenerFactory(
            provider.GetRequiredService<CountedListenerFactory>(),
            provider.GetRequiredService<HubIds>(),
            settings.Hub.Port))
        .AddSingleton(provider => new HubDependencies(
            provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>(),
            provider.GetRequiredService<HubIds>(),
            settings.Hub,
            settings.Outbox with { BytesMax = settings.Hub.OutboxBytesMax },
            provider.GetRequiredService<OutboxBytesLimit>(),
            new ConnectionLimit(settings.Hub.ConnectionsMax),
            provider.GetRequiredService<ConnectionRefusals>(),
            () => new RequestWindow(settings.Connection.RequestsWaitingMax),
            settings.Connection.BeatInterval,
            settings.Process.AskTimeout,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HubConnectionHandler>>()));
}
