using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Telemetry;
using Broker.Actors.Users;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;
using Broker.Gateway.Operations;
using Broker.Gateway.Users;
using Broker.Gateway.WebSockets;
using Broker.Persistence;
using Broker.Sockets;
using Broker.Tcp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Hosting;

/// <summary>Puts the broker together: its settings, its actors, and the gateway's parts over them.</summary>
internal static class BrokerServices
{
    private const string SystemName = "broker";

    public static IServiceCollection AddBroker(
        this IServiceCollection services, BrokerSettings settings, EventStore store) => services
        .AddSettings(settings)
        .AddBudgets(settings)
        .AddSingleton(store)
        .AddAkka(SystemName, (akka, provider) => akka
            .WithStore(store)
            .AddHocon(settings.Akka.Config, HoconAddMode.Prepend)
            .ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory())
            .WithActors((system, registry, _) => StartActors(system, registry, provider, settings)))
        .AddGateway(settings);

    private static AkkaConfigurationBuilder WithStore(this AkkaConfigurationBuilder akka, EventStore store)
    {
        foreach (var setup in store.Setups) akka.AddSetup(setup);
        return akka.AddHocon(store.Config, HoconAddMode.Prepend);
    }

    private static void StartActors(
        ActorSystem system, IActorRegistry registry, IServiceProvider provider, BrokerSettings settings)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var budget = provider.GetRequiredService<PendingBytesLimit>();
        var gate = provider.GetRequiredService<PublishAdmission>();
        var outboxes = provider.GetRequiredService<OutboxBytesLimit>();
        var generation = provider.GetRequiredService<EventStore>().Generation;

        var metrics = provider.GetRequiredService<BrokerMetrics>();
        metrics.Observe(budget, outboxes);

        var nodes = ChannelServices.StartChannels(system, registry, provider, settings);
        var ids = system.ActorOf(IdAllocatorActor.ParentFor(generation, settings.Ids), "ids");
        var hub = system.ActorOf(HubActor.PropsFor(ids), "hub");
        var auction = AuctionServices.StartAuction(system, registry, provider, nodes);
        var surroundings = new ConnectionDependencies(
            nodes, hub, auction, settings.Connection, settings.Relay, gate, time);
        var connections = system.ActorOf(
            ConnectionRegistryActor.PropsFor(surroundings, outboxes), "connections");

        registry.Register<TokenUseActor>(system.ActorOf(
            TokenUseActor.PropsFor(settings.Users.UsedTokensMax, time), "token-uses"));
        registry.Register<HubActor>(hub);
        registry.Register<ConnectionRegistryActor>(connections);
    }

    private static IServiceCollection AddSettings(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton(settings.Channel)
        .AddSingleton(settings.Connection)
        .AddSingleton(settings.Outbox)
        .AddSingleton(settings.Http)
        .AddSingleton(settings.WebSocket)
        .AddSingleton(settings.Sse)
        .AddSingleton(settings.Publish)
        .AddSingleton(settings.Users)
        .AddSingleton(settings.Rate)
        .AddSingleton(settings.Process)
        .AddSingleton(settings.Admin)
        .AddSingleton(settings.Telemetry)
        .AddSingleton(TimeProvider.System);

    private static IServiceCollection AddBudgets(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton<BrokerMetrics>()
        .AddSingleton(new PendingBytesLimit(settings.Channel.QueuedBytesMax))
        .AddSingleton<PublishAdmission>()
        .AddSingleton(provider => new OutboxBytesLimit(
            settings.Outbox.TotalBytesMax,
            alarm: () => provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>()
                .ActorRef.Tell(RelievePressure.Instance),
            provider.GetRequiredService<BrokerMetrics>()));

    private static IServiceCollection AddGateway(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton<Readiness>()
        .AddSingleton<WebSocketRoutes>()
        .AddSingleton(new OriginRule(settings.AllowedOrigins))
        .AddSingleton(provider => new CoalescedTimeouts(
            settings.Http.FirstByteTimeout, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(new ConnectionLimit(settings.Http.ConnectionsMax))
        .AddSingleton(new AddressLimit(
            settings.Process.ConnectionsPerAddressMax, settings.Http.TrustedProxies))
        .AddSingleton(provider => new SocketLimit(
            DescriptorFit.SocketsMax(settings), provider.GetRequiredService<AddressLimit>()))
        .AddSingleton<ConnectionRefusals>()
        .AddSingleton<SocketTransportFactory>()
        .AddSingleton<CountedListenerFactory>()
        .AddSingleton<IConnectionListenerFactory>(
            provider => provider.GetRequiredService<CountedListenerFactory>())
        .AddSingleton(provider => WebSocketDependencies(provider, settings))
        .AddSingleton(provider => SseDependencies(provider, settings))
        .AddHub(settings)
        .AddSingleton<WebSocketUpgrade>()
        .AddSingleton<SseEndpoint>()
        .AddSingleton<SubscribeEndpoint>()
        .AddSingleton<HttpPublisher>()
        .AddSingleton<PublishEndpoint>()
        .AddSingleton<PublishBatchEndpoint>()
        .AddSingleton<HealthEndpoints>()
        .AddUsers(settings)
        .AddAuction(settings)
        .AddSingleton<AdminGate>()
        .AddTelemetry(settings)
        .AddSingleton<OpenApiSource>()
        .AddSingleton<StatsEndpoint>()
        .AddHostedService<GracefulShutdown>()
        .AddHostedService<IdleCollector>();

    private static IServiceCollection AddUsers(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(new AddressRates(settings.Rate))
        .AddSingleton<PublishGuard>()
        .AddSingleton<UserTokens>()
        .AddSingleton<UserSockets>()
        .AddSingleton<TokenEndpoints>()
        .AddSingleton<MessageEndpoints>()
        .AddSingleton<UserSocketEndpoint>();

    private static WebSocketDependencies WebSocketDependencies(
        IServiceProvider provider, BrokerSettings settings) => new(
        provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>(),
        settings.Outbox,
        provider.GetRequiredService<OutboxBytesLimit>(),
        () => new RequestWindow(settings.Connection.RequestsWaitingMax),
        settings.WebSocket.Compression,
        settings.BeatsOf(settings.WebSocket.PingInterval),
        settings.BeatsOf(settings.WebSocket.PongTimeout),
        settings.WebSocket.CloseTimeout,
        settings.Process.AskTimeout,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<WebSocketConnection>>());

    private static SseDependencies SseDependencies(IServiceProvider provider, BrokerSettings settings) => new(
        provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>(),
        settings.Outbox,
        provider.GetRequiredService<OutboxBytesLimit>(),
        settings.BeatsOf(settings.Sse.KeepAliveInterval),
        settings.WebSocket.CloseTimeout,
        settings.Process.AskTimeout);

    private static IServiceCollection AddHub(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(provider => new HubIds(
            provider.GetRequiredService<IRequiredActor<HubActor>>(), settings.Process.AskTimeout))
        .AddSingleton<IConnectionListenerFactory>(provider => new HubListenerFactory(
            provider.GetRequiredService<CountedListenerFactory>(),
            provider.GetRequiredService<HubIds>(),
            settings.Hub.Port))
        .AddSingleton(provider => HubDependencies(provider, settings));

    private static HubDependencies HubDependencies(IServiceProvider provider, BrokerSettings settings) => new(
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
        provider.GetRequiredService<ILogger<HubConnectionHandler>>());
}
