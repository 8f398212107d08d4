using System.Net.WebSockets;
using Broker.EndToEnd.Tests.Documents;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>
/// The framework's WebSocket client, in whole messages and with the specs' patience. What it receives is held
/// against /asyncapi.json.
/// </summary>
public sealed class MessageSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private readonly Uri _uri;

    private MessageSocket(Uri uri) => _uri = uri;

    public static async Task<MessageSocket> ConnectAsync(Uri uri)
    {
        var socket = new MessageSocket(uri);
        await socket._socket.ConnectAsync(uri, Patience.Token());
        return socket;
    }

    public async Task SendAsync(WebSocketMessageType type, byte[] bytes) =>
        await _socket.SendAsync(bytes, type, endOfMessage: true, Patience.Token());

    /// <summary>The next message; fails when the server closes instead.</summary>
    public async Task<Message> ReceiveAsync()
    {
        var message = await ReceiveOrCloseAsync();
        return message ?? throw new InvalidOperationException(
            $"The server closed with {(int?)_socket.CloseStatus}: {_socket.CloseStatusDescription}");
    }

    /// <summary>Skips what still arrives, answers the server's close frame, and returns its code.</summary>
    public async Task<int> ClosedByServerAsync()
    {
        while (await ReceiveOrCloseAsync() is not null)
        {
        }
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience.Token());
        return (int)_socket.CloseStatus!;
    }

    /// <summary>The whole close handshake, begun by the client.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Patience.Token());

    public void Dispose() => _socket.Dispose();

    private async Task<Message?> ReceiveOrCloseAsync()
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await ReceivePartAsync(buffer);
            if (part.MessageType == WebSocketMessageType.Close) return null;

            bytes.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage) continue;

            var message = new Message(part.MessageType, bytes.ToArray());
            AsyncApi.Check(_uri, message);
            return message;
        }
    }

    private async Task<ValueWebSocketReceiveResult> ReceivePartAsync(byte[] buffer)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer.AsMemory(), Patience.Token());
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No message came within {Patience.Limit}.");
        }
    }
}
