namespace Broker.EndToEnd.Tests.WebSockets;

/// <summary>
/// The routes that speak WebSocket, each also with a header that no plain client sends: a server may
/// answer plain handshakes on a path of their own, and both paths owe the client the same.
/// </summary>
public static class Endpoint
{
    public const string Broadcast = "/subscribe";
    public const string Chat = "/api/connect";
    public const string BroadcastWithCookie = Broadcast + " with a cookie";
    public const string ChatWithCookie = Chat + " with a cookie";

    public static readonly string[] All = [Broadcast, Chat, BroadcastWithCookie, ChatWithCookie];

    /// <summary>The largest message the endpoint takes.</summary>
    public static int MessageBytesMax(string endpoint) =>
        endpoint.StartsWith(Chat, StringComparison.Ordinal) ? 64 * 1024 : 1024 * 1024;

    public static string Target(string endpoint) => endpoint.Split(' ')[0];

    public static string[] Headers(string endpoint) => endpoint.Contains(' ') ? ["Cookie: theme=dark"] : [];

    /// <summary>Connects, and passes over the greeting that Chat begins with.</summary>
    public static async Task<WireConnection> ConnectAsync(BrokerProcess broker, string endpoint)
    {
        var target = Target(endpoint);
        var connection = await WireConnection.UpgradeAsync(broker.HttpPort, target, Headers(endpoint));
        if (target == Chat) await connection.ReadFrameAsync();
        return connection;
    }
}
