using System.Net;
using System.Net.Sockets;

namespace Broker.SpecKit;

/// <summary>
/// Ports for servers. They lie below the range that the system gives to outgoing connections, so no client
/// takes one between the choice and the listening. Each process has a block of its own: a server that a spec
/// starts again finds its port free, whatever other test processes do.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int BlockLength = 500;
    private const int Blocks = 40;

    // It listens on the first port of the block until the process ends.
    private static readonly Socket Guard = ClaimBlock();

    private static int _last;

    /// <exception cref="InvalidOperationException">All ports are taken.</exception>
    public static int Next()
    {
        var first = ((IPEndPoint)Guard.LocalEndPoint!).Port + 1;
        for (var tried = 1; tried < BlockLength; tried++)
        {
            var port = first + (int)((uint)Interlocked.Increment(ref _last) % (BlockLength - 1));
            if (IsFree(port)) return port;
        }
        throw new InvalidOperationException($"No port is free from {first} on.");
    }

    public static bool IsFree(int port)
    {
        using var probe = TryListen(IPAddress.Any, port);
        return probe is not null;
    }

    private static Socket ClaimBlock() =>
        Enumerable.Range(0, Blocks)
            .Select(block => TryListen(IPAddress.Loopback, First + (block * BlockLength)))
            .FirstOrDefault(guard => guard is not null)
        ?? throw new InvalidOperationException($"No block of ports is free from {First} on.");

    private static Socket? TryListen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
