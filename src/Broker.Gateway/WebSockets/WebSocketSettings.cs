using Broker.Actors.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.WebSockets;

/// <summary>The <c>broker.websocket</c> section of reference.conf, read once at start-up.</summary>
/// <param name="MessageBytesMax">Longest message from a client, where it is only counted.</param>
/// <param name="ChatMessageBytesMax">Longest message from a client, where it is stored and parsed.</param>
/// <param name="Compression">Whether permessage-deflate is agreed to.</param>
public sealed record WebSocketSettings(
    int MessageBytesMax,
    int ChatMessageBytesMax,
    int FragmentsMax,
    int JsonDepthMax,
    TimeSpan PingInterval,
    TimeSpan PongTimeout,
    TimeSpan CloseTimeout,
    bool Compression)
{
    // One message is one array.
    private const int BytesHighest = 1 << 30;
    private const int JsonDepthHighest = 1000;

    public static WebSocketSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new WebSocketSettings(
            MessageBytesMax: (int)config.GetByteSize("message-bytes-max", 1, BytesHighest),
            ChatMessageBytesMax: (int)config.GetByteSize("chat-message-bytes-max", 1, BytesHighest),
            FragmentsMax: config.GetInt("fragments-max", 1, int.MaxValue),
            JsonDepthMax: config.GetInt("json-depth-max", 1, JsonDepthHighest),
            PingInterval: config.GetTimeSpan("ping-interval", TimeBounds.Shortest, TimeBounds.Longest),
            PongTimeout: config.GetTimeSpan("pong-timeout", TimeBounds.Shortest, TimeBounds.Longest),
            CloseTimeout: config.GetTimeSpan("close-timeout", TimeBounds.Shortest, TimeBounds.Longest),
            Compression: config.GetBoolean("compression"));
    }
}
