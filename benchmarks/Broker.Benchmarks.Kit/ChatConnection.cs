using System.Net.WebSockets;
using System.Text;

namespace Broker.Benchmarks.Kit;

/// <summary>A chat client that publishes to one channel, a window of requests at a time.</summary>
internal sealed class ChatConnection : IDisposable
{
    private const int Window = 64;
    private static readonly byte[] Ok = "{\"status\":\"ok\""u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4096];
    private readonly string _channel;

    private ChatConnection(string channel) => _channel = channel;

    public static async Task<ChatConnection> OpenAsync(int port, int number, string channel)
    {
        var chat = new ChatConnection(channel);
        await chat._socket.ConnectAsync(
            new Uri($"ws://localhost:{port}/api/connect?client_name=c{number}"), default);
        await chat.AnswerAsync();
        await chat.SendAsync($$$"""{"action":"subscribe","params":{"channel_name":"{{{chat._channel}}}"}}""");
        await chat.AnswerAsync();
        return chat;
    }

    /// <returns>How many were answered.</returns>
    public async Task<int> PublishAsync(string content)
    {
        var request =
            $$$"""{"action":"publish","params":{"channel_name":"{{{_channel}}}","content":"{{{content}}}"}}""";
        for (var i = 0; i < Window; i++) await SendAsync(request);
        for (var i = 0; i < Window; i++) await AnswerAsync();
        return Window;
    }

    public void Dispose() => _socket.Dispose();

    private ValueTask SendAsync(string text) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, default);

    // Messages of others pass by.
    private async Task AnswerAsync()
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), default);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (_buffer.AsSpan(0, length).StartsWith(Ok)) return;
            if (_buffer.AsSpan(0, length).IndexOf("\"status\":\"error\""u8) >= 0)
                throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, length));
        }
    }
}
