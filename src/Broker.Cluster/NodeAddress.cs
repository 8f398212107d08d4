using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Broker.Cluster;

/// <summary>Where other nodes reach a node. Port 0 means any free one.</summary>
public sealed record NodeAddress(string Host, int Port)
{
    private const int DefaultPort = 2552;

    /// <summary>Reads <c>HOST:PORT</c>, an IPv6 address in brackets.</summary>
    public static NodeAddress? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.LastIndexOf(':');
        return colon > 0
            && Uri.CheckHostName(text[..colon]) is not UriHostNameType.Unknown
            && int.TryParse(
                text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= IPEndPoint.MaxPort
            ? new NodeAddress(text[..colon].Trim('[', ']'), port)
            : null;
    }

    /// <summary>Loopback in <c>dev</c>, else the first address of the machine.</summary>
    public static NodeAddress Default(bool isDevelopment) => isDevelopment
        ? new NodeAddress(IPAddress.Loopback.ToString(), 0)
        : new NodeAddress(FirstOfMachine().ToString(), DefaultPort);

    private static IPAddress FirstOfMachine() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address)
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .OrderBy(address => address.AddressFamily is AddressFamily.InterNetwork ? 0 : 1)
            .FirstOrDefault(IPAddress.Loopback);
}
