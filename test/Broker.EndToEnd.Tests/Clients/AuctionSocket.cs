using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>The auction's events over the framework's own WebSocket client.</summary>
public sealed class AuctionSocket : IDisposable
{
    private readonly MessageSocket _socket;

    private AuctionSocket(MessageSocket socket) => _socket = socket;

    public static async Task<AuctionSocket> ConnectAsync(BrokerProcess broker) =>
        new(await MessageSocket.ConnectAsync(broker.WebSocketUri("/v1/stream")));

    /// <summary>Connects and authenticates.</summary>
    public static async Task<AuctionSocket> ListenAsync(BrokerProcess broker, AuctionUser user)
    {
        var stream = await ConnectAsync(broker);
        var answer = await stream.AskAsync("authenticate", user.Token);
        Assert.Equal("User Authenticated", (string?)answer["message"]);
        return stream;
    }

    public Task SendAsync(string text) =>
        _socket.SendAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));

    public async Task<JsonObject> AskAsync(string name, string token)
    {
        await SendAsync(new JsonObject { ["event"] = name, ["token"] = token }.ToJsonString());
        return await NextAsync();
    }

    public async Task<JsonObject> NextAsync()
    {
        var message = await _socket.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        return JsonNode.Parse(message.Bytes)!.AsObject();
    }

    /// <summary>The next event, which must be of that kind: what its data holds.</summary>
    public async Task<JsonNode> NextDataAsync(string? message)
    {
        var happened = await NextAsync();
        Assert.Equal(message, (string?)happened["message"]);
        return JsonNode.Parse((string)happened["data"]!)!;
    }

    public Task<int> ClosedByServerAsync() => _socket.ClosedByServerAsync();

    public void Dispose() => _socket.Dispose();
}
