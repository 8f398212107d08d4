using System.Net;
using System.Net.Sockets;

namespace Broker.FaultLab.Clients;

/// <summary>The hub's framed form (docs/protocol.md §6.7 to §6.9), as much of it as is needed.</summary>
internal sealed class HubWire : IDisposable
{
    public const byte List = 2, Relay = 4, Hello = 0x80, Listed = 0x82, Receipt = 0x84, Delivery = 0x85,
        Error = 0x8E, Goodbye = 0x8F;

    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream? _stream;

    public ulong Id { get; private set; }

    public async Task ConnectAsync(string host, int port, CancellationToken stop)
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(host), port), stop);
        _stream = new BufferedStream(new NetworkStream(_socket));
        await _socket.SendAsync((byte[])[0, .. "HUB"u8, 1, .. Nonce], stop);
        var (type, fields) = await ReadAsync(stop);
        if (type != Hello) throw new IOException($"Frame {type} instead of HELLO.");

        Id = Numbers(fields.AsSpan(Nonce.Length + 1))[0];
    }

    public async Task SendAsync(byte type, ulong[] numbers, byte[] body, CancellationToken stop)
    {
        byte[] fields = [type, .. numbers.SelectMany(Number), .. body];
        byte[] frame = [.. Number((ulong)fields.Length), .. fields];
        for (var sent = 0; sent < frame.Length;) sent += await _socket.SendAsync(frame.AsMemory(sent), stop);
    }

    public async Task<(byte Type, byte[] Fields)> ReadAsync(CancellationToken stop)
    {
        var one = new byte[1];
        var (length, shift) = (0, 0);
        do
        {
            await _stream!.ReadExactlyAsync(one, stop);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while (one[0] >= 0x80);
        var frame = new byte[length];
        await _stream.ReadExactlyAsync(frame, stop);
        return (frame[0], frame[1..]);
    }

    /// <summary>All numbers of a frame without a body.</summary>
    public static List<ulong> Numbers(ReadOnlySpan<byte> fields)
    {
        var numbers = new List<ulong>();
        var (value, shift) = (0UL, 0);
        foreach (var part in fields)
        {
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
            if (part >= 0x80) continue;

            numbers.Add(value);
            (value, shift) = (0, 0);
        }
        return numbers;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
