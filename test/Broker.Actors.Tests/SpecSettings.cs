using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Configuration;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Ids;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Tests;

/// <summary>The settings of reference.conf, with what a spec lays over them.</summary>
internal static class SpecSettings
{
    public static ChannelSettings Channel(string overlay = "") =>
        ChannelSettings.From(Over(overlay, "broker.channel").GetSection("broker.channel"));

    public static ConnectionSettings Connection(string overlay = "")
    {
        var broker = Over(overlay, "broker.connection").GetSection("broker");
        return ConnectionSettings.From(broker.GetSection("connection"), broker.GetSection("chat"));
    }

    public static OutboxSettings Outbox(string overlay = "") =>
        OutboxSettings.From(Over(overlay, "broker.outbox").GetSection("broker.outbox"));

    public static RelaySettings Relay(string overlay = "") =>
        RelaySettings.From(Over(overlay, "broker.hub").GetSection("broker.hub"));

    public static AuctionSettings Auction(string overlay = "") =>
        AuctionSettings.From(Over(overlay, "broker.auction").GetSection("broker.auction"));

    public static IdSettings Ids(string overlay = "") =>
        IdSettings.From(Over(overlay, "broker.ids").GetSection("broker.ids"));

    /// <summary>What connections work with, all settings being those of reference.conf.</summary>
    public static ConnectionDependencies Surroundings(
        NodeActors nodes, IActorRef hub, PendingBytesLimit budget) =>
        new(nodes, hub, ActorRefs.Nobody, Connection(), Relay(), Gate(budget), TimeProvider.System);

    /// <summary>A gate whose figures nobody reads.</summary>
    public static PublishAdmission Gate(PendingBytesLimit budget, string kinds = "") =>
        new(Channel(kinds), budget, new BrokerMetrics(TimeProvider.System));

    private static SettingReader Over(string overlay, string section) => LayeredConfig.Empty
        .WithReference(typeof(ChannelSettings).Assembly)
        .With($"{section} {{ {overlay} }}", "overlay")
        .Section("");
}
