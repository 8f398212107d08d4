using Broker.Hocon;

namespace Broker.Actors.Connections;

/// <summary>The <c>broker.connection</c> section of reference.conf, read once at start-up.</summary>
public sealed record ConnectionSettings(
    int ConnectionsMax,
    int ChannelsMax,
    int RequestsWaitingMax,
    int NameBytesMax,
    TimeSpan BeatInterval,
    int DrainAtOnceMax,
    bool DeliverToSender)
{
    /// <summary>Reads <c>broker.connection</c> and, for what chat clients hear, <c>broker.chat</c>.</summary>
    public static ConnectionSettings From(Config connection, Config chat) => new(
        ConnectionsMax: connection.GetIntWithin("connections-max", 1, int.MaxValue),
        ChannelsMax: connection.GetIntWithin("channels-max", 1, int.MaxValue),
        RequestsWaitingMax: connection.GetIntWithin("requests-waiting-max", 1, int.MaxValue),
        NameBytesMax: connection.GetIntWithin("name-bytes-max", 1, int.MaxValue),
        BeatInterval: connection.GetTimeSpanWithin(
            "beat-interval", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        DrainAtOnceMax: connection.GetIntWithin("drain-at-once-max", 1, int.MaxValue),
        DeliverToSender: chat.GetBoolean("deliver-to-sender"));
}
