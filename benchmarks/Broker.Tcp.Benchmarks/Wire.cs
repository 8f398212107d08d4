using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.Tcp.Benchmarks;

/// <summary>One connection. Once it counts, what it receives is not looked at.</summary>
internal sealed class Wire : IDisposable
{
    private const int ReadBytes = 256 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private long _received;

    public Wire(int port)
    {
        _socket.NoDelay = true;
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Bytes since <see cref="CountAsync"/> began.</summary>
    public long Received => Volatile.Read(ref _received);

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    public byte[] Receive(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = _socket.Receive(bytes.AsSpan(read));
            if (more == 0) throw new EndOfStreamException();
            read += more;
        }
        return bytes;
    }

    public string ReceiveLine()
    {
        var line = new StringBuilder();
        while (Receive(1)[0] is not (byte)'\n' and var next) line.Append((char)next);
        return line.ToString().TrimEnd('\r');
    }

    public async Task CountAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(ReadBytes);
        try
        {
            while (await _socket.ReceiveAsync(buffer) is > 0 and var count)
                Volatile.Write(ref _received, _received + count);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    public void Dispose() => _socket.Dispose();
}
