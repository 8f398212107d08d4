using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.Cluster.Benchmarks;

/// <summary>A connection that publishes one after the other and waits for each 204.</summary>
internal sealed class Publisher(int port, string channel) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];

    public Task ConnectAsync() => _socket.ConnectAsync(IPAddress.Loopback, port);

    /// <summary>False where it was refused.</summary>
    public async Task<bool> PublishAsync(string content)
    {
        var request = $"POST /publish?channel={channel} HTTP/1.1\r\nHost: localhost\r\n"
            + $"Content-Length: {content.Length}\r\n\r\n{content}";
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request));
        for (var length = 0; ;)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (count == 0) throw new IOException($"Node {port} closed.");

            length += count;
            var isWhole = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0;
            if (isWhole) return _buffer.AsSpan(0, length).StartsWith("HTTP/1.1 204"u8);
        }
    }

    public void Dispose() => _socket.Dispose();
}
