using System.Net;

namespace Broker.Sockets;

/// <summary>What the address of a client counts as, where a limit holds for each address.</summary>
public static class ClientNetwork
{
    // The first half of an IPv6 address is a network's, and the owner of a network has all addresses in it.
    private const int NetworkBytes = 8;
    private const int AddressBytes = 16;

    /// <summary>An IPv4 address itself; of an IPv6 address its first 64 bits.</summary>
    public static IPAddress Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();

        Span<byte> bytes = stackalloc byte[AddressBytes];
        if (!address.TryWriteBytes(bytes, out var length) || length < AddressBytes) return address;

        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }
}
