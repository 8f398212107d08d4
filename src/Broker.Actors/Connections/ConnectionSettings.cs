using Broker.Hocon;

namespace Broker.Actors.Connections;

/// <summary>The <c>broker.connection</c> section of reference.conf, read once at start-up.</summary>
public sealed record ConnectionSettings(
    int ConnectionsMax,
    int ChannelsMax,
    int RequestsWaitingMax,
    int NameBytesMax,
    TimeSpan BeatInterval,
    TimeSpan AskTimeout,
    bool DeliverToSender)
{
    public static ConnectionSettings From(Config config) => new(
        ConnectionsMax: config.GetInt("connection.connections-max"),
        ChannelsMax: config.GetInt("connection.channels-max"),
        RequestsWaitingMax: config.GetInt("connection.requests-waiting-max"),
        NameBytesMax: config.GetInt("connection.name-bytes-max"),
        BeatInterval: config.GetTimeSpan("connection.beat-interval"),
        AskTimeout: config.GetTimeSpan("connection.ask-timeout"),
        DeliverToSender: config.GetBoolean("chat.deliver-to-sender"));
}
