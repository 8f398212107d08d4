namespace Broker.EndToEnd.Tests.Server;

/// <summary>The keys of <c>reference.conf</c> that the specs set, each once.</summary>
public static class Settings
{
    public const string FirstByteTimeout = "broker.http.first-byte-timeout";
    public const string HeadersTimeout = "broker.http.headers-timeout";
    public const string DeliverToSender = "broker.chat.deliver-to-sender";
    public const string AllowedOrigins = "broker.http.allowed-origins";
    public const string TrustedProxies = "broker.http.trusted-proxies";
    public const string PingInterval = "broker.websocket.ping-interval";
    public const string PongTimeout = "broker.websocket.pong-timeout";
    public const string UsersPingInterval = "broker.users.ping-interval";
    public const string UsersHistoryBytes = "broker.channel.kinds.users.history-bytes-max";
    public const string SingleUse = "broker.users.single-use-socket-tokens";
    public const string CloseOnExpiry = "broker.users.close-on-expiry";
    public const string SocketTokenLifetime = "broker.users.socket-token-lifetime";
    public const string Rate = "broker.rate";
    public const string PublishGuard = "broker.publish.guard";
    public const string PublishKeys = "broker.publish.keys";
}
