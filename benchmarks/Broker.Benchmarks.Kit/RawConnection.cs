using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.Benchmarks.Kit;

/// <summary>
/// One HTTP/1.1 connection that costs as little as it can: what is measured shares the machine with it.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private const int NoContent = 204;
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthName = "Content-Length: "u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[4096];

    public static async Task<RawConnection> ConnectAsync(int port)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return connection;
    }

    /// <summary>The status, and a body that is good until the next call.</summary>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(string request)
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request));
        for (var length = 0; ;)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0) throw new IOException("the server has closed the connection");

            length += read;
            if (TryRead(length, out var status, out var first, out var count))
                return (status, _buffer.AsMemory(first, count));
            if (length == _buffer.Length) Array.Resize(ref _buffer, 2 * length);
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryRead(int length, out int status, out int first, out int count)
    {
        (status, first, count) = (0, 0, 0);
        var bytes = _buffer.AsSpan(0, length);
        var end = bytes.IndexOf(HeadEnd);
        if (end < 0) return false;

        var head = bytes[..end];
        first = end + HeadEnd.Length;
        _ = Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out status, out _);
        var at = head.IndexOf(LengthName);
        if (at < 0 && status != NoContent) throw new IOException("an answer without its length");
        if (at >= 0) _ = Utf8Parser.TryParse(head[(at + LengthName.Length)..], out count, out _);
        return length >= first + count;
    }
}
