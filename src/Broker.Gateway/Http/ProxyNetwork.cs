using System.Net;
using System.Net.Sockets;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Http;

/// <summary>
/// Reads whom <c>broker.http.trusted-proxies</c> names: an IP address, or a network in CIDR.
/// </summary>
internal static class ProxyNetwork
{
    private const int BitsOfIPv4 = 32;
    private const int BitsOfIPv6 = 128;

    /// <summary>
    /// False also for a network of all addresses: whoever is in it may say any address for its own.
    /// </summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!BindAddress.IsWritten(slash < 0 ? text : text[..slash], out var address)) return false;
        if (slash >= 0) return IPNetwork.TryParse(text, out network) && network.PrefixLength > 0;

        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        network = new IPNetwork(address, isIPv4 ? BitsOfIPv4 : BitsOfIPv6);
        return true;
    }
}
