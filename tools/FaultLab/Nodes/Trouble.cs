using System.Net.Sockets;
using System.Net.WebSockets;

namespace Broker.FaultLab.Nodes;

/// <summary>What a client of a server that is being broken has to expect.</summary>
internal static class Trouble
{
    public static bool IsExpected(Exception exception) => exception is HttpRequestException or IOException
        or WebSocketException or SocketException or OperationCanceledException or ObjectDisposedException;
}
