using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Limits;
using Broker.Actors.Naming;
using Broker.Actors.Telemetry;
using Broker.Actors.Users;
using Broker.Cluster;
using Broker.Gateway.Admin;
using Broker.Gateway.Configuration;
using Broker.Gateway.Operations;
using Broker.Persistence;
using Broker.Tcp.Relays;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Hosting;

/// <summary>The actor system, its actors, and the limits that they share.</summary>
internal static class ActorServices
{
    private const string SystemName = "broker";

    public static IServiceCollection AddActors(
        this IServiceCollection services, BrokerSettings settings, EventStore store, ClusterNode? cluster) =>
        services
        .AddSingleton(settings.Channel)
        .AddSingleton(settings.Connection)
        .AddSingleton(settings.Outbox)
        .AddSingleton<BrokerMetrics>()
        .AddSingleton(new PendingBytesLimit(settings.Channel.QueuedBytesMax))
        .AddSingleton<PublishAdmission>()
        .AddSingleton(new PeerWindows(settings.Channel.PeerWindowBytesMax))
        .AddSingleton(provider => new OutboxBytesLimit(
            settings.Outbox.TotalBytesMax,
            alarm: () => provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>()
                .ActorRef.Tell(RelievePressure.Instance),
            provider.GetRequiredService<BrokerMetrics>()))
        .AddAkka(SystemName, (akka, provider) => akka
            .WithStore(store)
            .WithCluster(cluster)
            .AddHocon(settings.Akka.Config, HoconAddMode.Prepend)
            .ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory())
            .WithActors((system, registry, _) => Start(system, registry, provider, settings, cluster)));

    private static AkkaConfigurationBuilder WithStore(this AkkaConfigurationBuilder akka, EventStore store)
    {
        foreach (var setup in store.Setups) akka.AddSetup(setup);
        return akka.AddHocon(store.Config, HoconAddMode.Prepend);
    }

    private static AkkaConfigurationBuilder WithCluster(
        this AkkaConfigurationBuilder akka, ClusterNode? cluster)
    {
        if (cluster is null) return akka;

        foreach (var setup in cluster.Setups) akka.AddSetup(setup);
        return akka.AddHocon(cluster.Config, HoconAddMode.Prepend);
    }

    private static void Start(
        ActorSystem system,
        IActorRegistry registry,
        IServiceProvider provider,
        BrokerSettings settings,
        ClusterNode? cluster)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var store = provider.GetRequiredService<EventStore>();
        var budget = provider.GetRequiredService<PendingBytesLimit>();
        var outboxes = provider.GetRequiredService<OutboxBytesLimit>();
        var hubNodes = HubNodesOf(settings, budget, cluster, time);
        Observe(provider, cluster, hubNodes?.Windows);

        var start = cluster?.EntitiesIn(system) ?? OneProcess.EntitiesIn(system);
        var lease = cluster?.Leases ?? OneProcess.Instance;
        var nodes = ChannelActors.Start(
            system, settings.Channel, budget, provider.GetRequiredService<BrokerMetrics>(), time,
            StoreOf(store, cluster), start, lease, provider.GetRequiredService<PeerWindows>());
        var ids = start("ids", IdAllocatorActor.KindFor(store.Generation, settings.Ids, lease));
        var hub = system.ActorOf(HubActor.PropsFor(ids, hubNodes), "hub");
        var auction = system.ActorOf(
            AuctionActor.PropsFor(AuctionOf(provider, settings, nodes, lease), start), "auction");
        var names = cluster is null ? null : SharedNames.Start(start, lease, time);
        var dependencies = new ConnectionDependencies(
            nodes, hub, auction, settings.Connection, settings.Relay,
            provider.GetRequiredService<PublishAdmission>(), time);
        var connections = system.ActorOf(
            ConnectionRegistryActor.PropsFor(dependencies, outboxes, names), "connections");
        if (cluster is not null)
            Introduce(system, nodes, auction, [
                nodes.ChannelList, hub, connections, RateKeeperOf(system, provider, start, lease)]);
        AdminActors.Start(system, provider, cluster);

        Register(registry, nodes, auction, hub, connections);
        registry.Register<TokenUseActor>(start("token-uses", TokenUseActor.KindFor(
            store.Generation, settings.Users.TokenUses, time, lease)));
    }

    private static void Introduce(
        ActorSystem system, NodeActors nodes, IActorRef auction, IActorRef[] shared)
    {
        ClusterNode.Introduce(system, WireVersion.First, nodes.Node, auction);
        ClusterNode.Introduce(system, WireVersion.SharedFacts, shared);
    }

    private static void Observe(IServiceProvider provider, ClusterNode? cluster, PeerWindows? relays)
    {
        var metrics = provider.GetRequiredService<BrokerMetrics>();
        metrics.Observe(
            provider.GetRequiredService<PendingBytesLimit>(),
            provider.GetRequiredService<OutboxBytesLimit>());
        NodeFigures.Observe(
            metrics.Node,
            provider.GetRequiredService<EventStore>().Health,
            cluster,
            provider.GetRequiredService<PeerWindows>(),
            relays);
    }

    private static void Register(
        IActorRegistry registry, NodeActors nodes, IActorRef auction, IActorRef hub, IActorRef connections)
    {
        registry.Register<AuctionActor>(auction);
        registry.Register<HubActor>(hub);
        registry.Register<ConnectionRegistryActor>(connections);
        registry.Register<NodeActor>(nodes.Node);
        registry.Register<ChannelListActor>(nodes.ChannelList);
        registry.Register<PublisherActor>(nodes.Publisher);
    }

    private static ChannelStore StoreOf(EventStore store, ClusterNode? cluster) =>
        new(store.Generation, store.Durability, store.Channels)
        {
            SweepsHere = () => cluster is null or { IsOldest: true },
        };

    // Windows of its own: relays and channels do not wait for each other.
    private static HubNodes? HubNodesOf(
        BrokerSettings settings, PendingBytesLimit budget, ClusterNode? cluster, TimeProvider time) =>
        cluster is null
            ? null
            : new HubNodes(
                new PeerWindows(settings.Channel.PeerWindowBytesMax), budget, RelaysOfNodes.Read, time);

    private static AuctionDependencies AuctionOf(
        IServiceProvider provider, BrokerSettings settings, NodeActors nodes, IHomeLease lease)
    {
        var store = provider.GetRequiredService<EventStore>();
        return new AuctionDependencies(
            store.Generation,
            store.Auction,
            nodes,
            provider.GetRequiredService<PendingBytesLimit>(),
            provider.GetRequiredService<IAuctionEventEncoder>(),
            settings.Auction,
            provider.GetRequiredService<TimeProvider>())
        {
            Lease = lease,
        };
    }

    private static IActorRef RateKeeperOf(
        ActorSystem system, IServiceProvider provider, StartEntities start, IHomeLease lease)
    {
        var shared = SharedRates.Start(start, lease, provider.GetRequiredService<TimeProvider>());
        return system.ActorOf(
            RateKeeperActor.PropsFor(provider.GetRequiredService<Rates>(), shared), "rate-keeper");
    }
}
