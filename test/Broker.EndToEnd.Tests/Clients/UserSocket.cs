using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A user's socket over the framework's own WebSocket client.</summary>
public sealed class UserSocket : IDisposable
{
    private readonly MessageSocket _socket;

    private UserSocket(MessageSocket socket) => _socket = socket;

    /// <param name="broker">Where to.</param>
    /// <param name="token">Goes into the query.</param>
    /// <param name="query">More of it, from an ampersand on.</param>
    public static async Task<UserSocket> ConnectAsync(
        BrokerProcess broker, string token, string query = "") =>
        new(await MessageSocket.ConnectAsync(broker.WebSocketUri($"/ws?authorization={token}{query}")));

    public Task SendAsync(string text) =>
        _socket.SendAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes) => _socket.SendAsync(WebSocketMessageType.Binary, bytes);

    /// <summary>The next message, which must be text.</summary>
    public async Task<string> NextAsync()
    {
        var message = await _socket.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        return Encoding.UTF8.GetString(message.Bytes);
    }

    public async Task<JsonObject> NextEventAsync() => JsonNode.Parse(await NextAsync())!.AsObject();

    public Task<int> ClosedByServerAsync() => _socket.ClosedByServerAsync();

    public Task CloseAsync() => _socket.CloseAsync();

    public void Dispose() => _socket.Dispose();
}
