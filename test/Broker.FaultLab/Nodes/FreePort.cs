using System.Net;
using System.Net.Sockets;

namespace Broker.FaultLab.Nodes;

/// <summary>
/// Ports below the range that the system hands to outgoing connections, so that a node that is started again
/// finds its own still free.
/// </summary>
internal static class FreePort
{
    private const int First = 12_000;
    private const int Count = 8_000;

    private static int _next = Environment.ProcessId * 16 % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            try
            {
                using var probe = new TcpListener(IPAddress.Any, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}
