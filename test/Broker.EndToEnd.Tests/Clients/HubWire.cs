using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A raw connection to the hub's port; it reads ahead, so that many clients cost little.</summary>
public sealed class HubWire : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    private HubWire() => _socket.NoDelay = true;

    public static async Task<HubWire> ConnectAsync(int port, int? receiveBuffer = null)
    {
        var wire = new HubWire();
        if (receiveBuffer is { } size) wire._socket.ReceiveBufferSize = size;
        await wire._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Patience.Token());
        return wire;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        var token = Patience.Token();
        for (var sent = 0; sent < bytes.Length;)
            sent += await _socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, token);
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        while (_end - _start < count)
            if (!await FillAsync()) throw new EndOfStreamException($"{_end - _start} of {count} bytes.");
        var bytes = _buffer[_start..(_start + count)];
        _start += count;
        return bytes;
    }

    /// <summary>Up to a line feed, which is taken too and not shown.</summary>
    public async Task<string> ReadLineAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
            if (!await FillAsync()) throw new EndOfStreamException(Rest());
        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 1;
        return line;
    }

    /// <summary>What still comes until the server ends the connection, by a clean end or a reset.</summary>
    public async Task<string> ReadToEndAsync()
    {
        try
        {
            while (await FillAsync()) { }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
        return Rest();
    }

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends with a TCP reset, as a crashed client does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private string Rest() => Encoding.Latin1.GetString(_buffer, _start, _end - _start);

    private async ValueTask<bool> FillAsync()
    {
        if (_end == _buffer.Length) MakeRoom();
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, Patience.Token());
        _end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var larger = _start > _buffer.Length / 2 ? _buffer : new byte[2 * _buffer.Length];
        rest.CopyTo(larger);
        (_buffer, _end, _start) = (larger, rest.Length, 0);
    }
}
