using Akka.Actor.Setup;
using Akka.Configuration;
using Broker.Actors.Cluster;
using Broker.Actors.Tests.Persistence;

namespace Broker.Actors.Tests.Cluster;

/// <summary>
/// An actor system in which every message is written and read on its way, as between nodes. Only
/// Akka.Persistence talks to itself in types that are bound to nothing.
/// </summary>
internal static class SerializedMessages
{
    public static ActorSystemSetup SetupOf(JournalScript journal)
    {
        var setup = journal.ToSystemSetup();
        var journals = setup.Get<BootstrapSetup>().Value.Config.Value;
        return setup.WithSetup(BootstrapSetup.Create().WithConfig(
            ConfigurationFactory.ParseString(
                """
                akka.actor.serialize-messages = on
                akka.actor.serialization-settings.allow-unregistered-types = on
                """)
                .WithFallback(BrokerSerializer.Configuration)
                .WithFallback(journals)));
    }
}
