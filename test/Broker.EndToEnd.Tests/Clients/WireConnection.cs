using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A TCP connection on which the spec writes and reads every byte itself.</summary>
public sealed class WireConnection : IDisposable
{
    private const string Key = "SGVsbG8sIHdvcmxkIQ==";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private WireConnection() => _socket.NoDelay = true;

    public static async Task<WireConnection> ConnectAsync(int port, int? receiveBuffer = null)
    {
        var connection = new WireConnection();
        if (receiveBuffer is { } size) connection._socket.ReceiveBufferSize = size;
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Patience.Token());
        return connection;
    }

    /// <summary>Connects and upgrades; what comes next on the wire are frames.</summary>
    public static async Task<WireConnection> UpgradeAsync(int port, string target, params string[] headers)
    {
        var connection = await ConnectAsync(port);
        await connection.SendAsync(Handshake(target, port, headers));
        var head = await connection.ReadHeadAsync();
        Assert.Equal(101, head.Status);
        return connection;
    }

    /// <summary>A handshake without a fault (RFC 6455 §4.1), with more headers appended.</summary>
    public static string Handshake(string target, int port, params IEnumerable<string> headers)
    {
        string[] begin = [$"GET {target} HTTP/1.1", $"Host: localhost:{port}"];
        string[] upgrade = ["Connection: Upgrade", "Upgrade: websocket"];
        string[] key = [$"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Version: 13"];
        return string.Join("\r\n", [.. begin, .. upgrade, .. key, .. headers, "\r\n"]);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(params IEnumerable<WireFrame> frames) =>
        SendAsync([.. frames.SelectMany(frame => frame.ToBytes())]);

    public async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, Patience.Token());
        }
    }

    /// <summary>Sends as much as the server takes before it ends the connection.</summary>
    public async Task TrySendAsync(byte[] bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (SocketException)
        {
            // What counts is what the server answered.
        }
    }

    /// <summary>Each byte in a segment of its own, as far as the stack lets a client decide that.</summary>
    public async Task SendByteByByteAsync(byte[] bytes)
    {
        foreach (var value in bytes) await SendAsync([value]);
    }

    /// <summary>An answer's status line and headers, up to and including the empty line.</summary>
    public async Task<HttpHead> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (await ReadLineAsync() is { Length: > 0 } line) head.Append(line).Append("\r\n");
        return HttpHead.Parse(head.ToString());
    }

    /// <summary>The body that belongs to a head: by its length, or in chunks (RFC 9112 §6).</summary>
    public async Task<string> ReadBodyAsync(HttpHead head)
    {
        if (head["Content-Length"] is { } length)
        {
            return Encoding.UTF8.GetString(await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture)));
        }
        var body = new StringBuilder();
        while (Convert.ToInt32(await ReadLineAsync(), fromBase: 16) is > 0 and var size)
        {
            body.Append(Encoding.UTF8.GetString(await ReadAsync(size)));
            await ReadLineAsync();
        }
        await ReadLineAsync();
        return body.ToString();
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await _socket.ReceiveAsync(bytes.AsMemory(read), SocketFlags.None, Patience.Token());
            if (more == 0) throw new EndOfStreamException($"Closed after {read} of {count} bytes.");
            read += more;
        }
        return bytes;
    }

    /// <summary>The server's next frame, which must not be masked (RFC 6455 §5.1).</summary>
    public async Task<WireFrame> ReadFrameAsync()
    {
        var head = await ReadAsync(2);
        Assert.Equal(0, head[1] & 0x80);
        var length = (head[1] & 0x7f) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return new WireFrame((Opcode)(head[0] & 0xf), await ReadAsync(length))
        {
            Fin = (head[0] & 0x80) != 0,
            Reserved = (head[0] >> 4) & 7,
            Masked = false,
        };
    }

    /// <summary>Skips what comes before a close frame, and returns the frame.</summary>
    public async Task<WireFrame> ReadCloseAsync()
    {
        while (true)
        {
            var frame = await ReadFrameAsync();
            if (frame.Opcode == Opcode.Close) return frame;
        }
    }

    /// <summary>Reads until the server ends the connection, by a clean end or a reset.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            var token = Patience.Token();
            while (await _socket.ReceiveAsync(buffer, SocketFlags.None, token) is > 0 and var count)
            {
                all.Write(buffer, 0, count);
            }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
        return all.ToArray();
    }

    /// <summary>Ends only the sending half: the server reads an end, and could still write.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends with a TCP reset, as a crashed client does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while ((await ReadAsync(1))[0] is not (byte)'\n' and var value) line.Append((char)value);
        return line.ToString().TrimEnd('\r');
    }
}
