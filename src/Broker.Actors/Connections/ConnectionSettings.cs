using Broker.Hocon;

namespace Broker.Actors.Connections;

/// <summary>The <c>broker.connection</c> section of reference.conf, read once at start-up.</summary>
public sealed record ConnectionSettings(
    int ConnectionsMax,
    int ChannelsMax,
    int RequestsWaitingMax,
    int NameBytesMax,
    TimeSpan BeatInterval,
    bool DeliverToSender)
{
    public static ConnectionSettings From(Config config) => new(
        ConnectionsMax: config.GetIntWithin("connection.connections-max", 1, int.MaxValue),
        ChannelsMax: config.GetIntWithin("connection.channels-max", 1, int.MaxValue),
        RequestsWaitingMax: config.GetIntWithin("connection.requests-waiting-max", 1, int.MaxValue),
        NameBytesMax: config.GetIntWithin("connection.name-bytes-max", 1, int.MaxValue),
        BeatInterval: config.GetTimeSpanWithin(
            "connection.beat-interval", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        DeliverToSender: config.GetBoolean("chat.deliver-to-sender"));
}
