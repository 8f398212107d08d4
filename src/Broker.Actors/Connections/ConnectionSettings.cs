using Broker.Actors.Configuration;

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
    public static ConnectionSettings From(SettingReader connection, SettingReader chat) => new(
        ConnectionsMax: connection.GetInt("connections-max", 1, int.MaxValue),
        ChannelsMax: connection.GetInt("channels-max", 1, int.MaxValue),
        RequestsWaitingMax: connection.GetInt("requests-waiting-max", 1, int.MaxValue),
        NameBytesMax: connection.GetInt("name-bytes-max", 1, int.MaxValue),
        BeatInterval: connection.GetTimeSpan(
            "beat-interval", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        DrainAtOnceMax: connection.GetInt("drain-at-once-max", 1, int.MaxValue),
        DeliverToSender: chat.GetBoolean("deliver-to-sender"));
}
