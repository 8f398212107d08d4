using System.Net.WebSockets;
using System.Text;

namespace Broker.FaultLab.Clients;

/// <summary>A WebSocket in whole text messages.</summary>
internal sealed class TextSocket : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private TextSocket() => _socket.Options.KeepAliveInterval = TimeSpan.Zero;

    public static async Task<TextSocket> ConnectAsync(Uri uri, CancellationToken stop)
    {
        var socket = new TextSocket();
        using var limit = Limited(stop);
        try
        {
            await socket._socket.ConnectAsync(uri, limit.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(string text, CancellationToken stop)
    {
        using var limit = Limited(stop);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }

    /// <summary>Null when the server closes.</summary>
    public async Task<string?> ReceiveAsync(CancellationToken stop)
    {
        for (var length = 0; ;)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            if (part.MessageType == WebSocketMessageType.Close) return null;

            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(_buffer, 0, length);
        }
    }

    /// <summary>Says that this client leaves; it can receive until the server closes too.</summary>
    public Task EndAsync(CancellationToken stop) =>
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", stop);

    public void Dispose() => _socket.Dispose();

    private static CancellationTokenSource Limited(CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.CancelAfter(Limit);
        return source;
    }
}
