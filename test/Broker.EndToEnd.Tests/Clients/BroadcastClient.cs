using System.Net.WebSockets;
using System.Text;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A Broadcast subscriber over the framework's own WebSocket client.</summary>
public sealed class BroadcastClient : IDisposable
{
    private readonly MessageSocket _socket;

    private BroadcastClient(MessageSocket socket) => _socket = socket;

    public static async Task<BroadcastClient> SubscribeAsync(BrokerProcess broker, string channel)
    {
        var target = $"/subscribe?channel={Uri.EscapeDataString(channel)}";
        return new BroadcastClient(await MessageSocket.ConnectAsync(broker.WebSocketUri(target)));
    }

    public Task<Message> NextAsync() => _socket.ReceiveAsync();

    /// <summary>The next message, which must be a text frame.</summary>
    public async Task<string> NextTextAsync()
    {
        var message = await NextAsync();
        Assert.Equal(WebSocketMessageType.Text, message.Type);
        return Encoding.UTF8.GetString(message.Bytes);
    }

    public Task SendAsync(WebSocketMessageType type, byte[] bytes) => _socket.SendAsync(type, bytes);

    /// <summary>Waits for the server to close, and says with which code.</summary>
    public Task<int> ClosedByServerAsync() => _socket.ClosedByServerAsync();

    public Task CloseAsync() => _socket.CloseAsync();

    public void Dispose() => _socket.Dispose();
}
