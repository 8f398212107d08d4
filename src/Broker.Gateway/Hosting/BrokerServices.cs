using Broker.Actors.Limits;
using Broker.Cluster;
using Broker.Gateway.Admin;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;
using Broker.Gateway.Operations;
using Broker.Gateway.Tokens;
using Broker.Gateway.Users;
using Broker.Gateway.WebSockets;
using Broker.Persistence;
using Microsoft.Extensions.Hosting.Systemd;

namespace Broker.Gateway.Hosting;

/// <summary>Puts the broker together: its settings, its actors, and the gateway's parts over them.</summary>
internal static class BrokerServices
{
    public static IServiceCollection AddBroker(
        this IServiceCollection services, BrokerSettings settings, EventStore store, ClusterNode? cluster) =>
        services
        .AddSingleton(settings)
        .AddSingleton(settings.Process)
        .AddSingleton(TimeProvider.System)
        .AddSingleton(store)
        .AddActors(settings, store, cluster)
        .AddCluster(cluster)
        .AddListeners(settings)
        .AddWebSockets(settings)
        .AddBroadcast(settings)
        .AddHub(settings)
        .AddTokens(settings)
        .AddUsers(settings)
        .AddAuction(settings)
        .AddOperations(settings)
        .AddAdmin(settings)
        .AddSingleton(InputJson.WithDepth(settings.WebSocket.JsonDepthMax))
        .AddSingleton<OpenApiSource>()
        .AddSingleton(settings.Rate)
        .AddSingleton(new Rates(TimeProvider.System, settings.Rate.KeysMax))
        .AddSingleton<AddressRates>()
        .AddReload()
        .AddHostedService<GracefulShutdown>()
        .AddHostedService<IdleCollector>()
        .AddSingleton<ISystemdNotifier, SystemdNotifier>()
        .AddHostedService<SystemdNotice>();
}
