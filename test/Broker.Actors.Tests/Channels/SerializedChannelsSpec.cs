using Akka.Actor.Setup;
using Akka.Configuration;
using Broker.Actors.Cluster;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// The same with every message written and read on its way, as between nodes. A message that is neither local
/// nor known to the serializer is a fault.
/// </summary>
public class SerializedChannelsSpec() : ChannelsSpec(ActorSystemSetup.Create(
    BootstrapSetup.Create().WithConfig(
        ConfigurationFactory.ParseString("akka.actor.serialize-messages = on")
            .WithFallback(BrokerSerializer.Configuration))));
