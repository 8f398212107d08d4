namespace Broker.EndToEnd.Tests.Server;

/// <summary>The keys of <c>reference.conf</c> that the specs set, each once.</summary>
public static class Settings
{
    public const string FirstByteTimeout = "broker.http.first-byte-timeout";
    public const string HeadersTimeout = "broker.http.headers-timeout";
    public const string DeliverToSender = "broker.chat.deliver-to-sender";
    public const string AllowedOrigins = "broker.http.allowed-origins";
    public const string PingInterval = "broker.websocket.ping-interval";
    public const string PongTimeout = "broker.websocket.pong-timeout";
}
