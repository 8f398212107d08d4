using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Journal;
using Broker.Actors.Metrics;
using Broker.Actors.Presence;
using Broker.Hocon;

namespace Broker.Actors.Tests;

/// <summary>The settings of reference.conf, with what a spec lays over them.</summary>
internal static class SpecSettings
{
    public static ChannelSettings Channel(string overlay = "") =>
        ChannelSettings.From(Over(overlay, "broker.channel").GetConfig("broker.channel"));

    public static ConnectionSettings Connection(string overlay = "")
    {
        var broker = Over(overlay, "broker.connection").GetConfig("broker");
        return ConnectionSettings.From(broker.GetConfig("connection"), broker.GetConfig("chat"));
    }

    public static OutboxSettings Outbox(string overlay = "") =>
        OutboxSettings.From(Over(overlay, "broker.outbox").GetConfig("broker.outbox"));

    public static RelaySettings Relay(string overlay = "") =>
        RelaySettings.From(Over(overlay, "broker.hub").GetConfig("broker.hub"));

    public static AuctionSettings Auction(string overlay = "") =>
        AuctionSettings.From(Over(overlay, "broker.auction").GetConfig("broker.auction"));

    public static JournalSettings Journal(string overlay = "") =>
        JournalSettings.From(Over(overlay, "broker.journal").GetConfig("broker.journal"));

    public static IdSettings Ids(string overlay = "") =>
        IdSettings.From(Over(overlay, "broker.ids").GetConfig("broker.ids"));

    public static PresenceSettings Presence(string overlay = "") =>
        PresenceSettings.From(Over(overlay, "broker.presence").GetConfig("broker.presence"));

    /// <summary>What connections work with, all settings being those of reference.conf.</summary>
    public static ConnectionSurroundings Surroundings(
        IActorRef channels, IActorRef hub, PublishBudget budget) =>
        new(channels, hub, ActorRefs.Nobody, Connection(), Relay(), Gate(budget), TimeProvider.System);

    /// <summary>A gate whose figures nobody reads.</summary>
    public static PublishGate Gate(PublishBudget budget, string kinds = "") =>
        new(Channel(kinds), budget, new BrokerMetrics(TimeProvider.System));

    private static Config Over(string overlay, string section)
    {
        var reference =
            ConfigurationFactory.ParseResource(typeof(ChannelSettings).Assembly, "reference.conf");
        return ConfigurationFactory.ParseString($"{section} {{ {overlay} }}").WithFallback(reference);
    }
}
