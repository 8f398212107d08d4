using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Gateway.Configuration;
using Broker.Persistence;

namespace Broker.Gateway.Hosting;

/// <summary>Starts the actors that serve channels.</summary>
internal static class ChannelServices
{
    public static NodeActors StartChannels(
        ActorSystem system, IActorRegistry registry, IServiceProvider provider, BrokerSettings settings)
    {
        var store = provider.GetRequiredService<EventStore>();
        var nodes = ChannelActors.Start(
            system,
            settings.Channel,
            provider.GetRequiredService<PendingBytesLimit>(),
            provider.GetRequiredService<BrokerMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            new ChannelStore(store.Generation, store.Durability));
        registry.Register<NodeActor>(nodes.Node);
        registry.Register<PublisherActor>(nodes.Publisher);
        return nodes;
    }
}
