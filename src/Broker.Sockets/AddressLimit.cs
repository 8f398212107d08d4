using System.Net;
using System.Runtime.InteropServices;

namespace Broker.Sockets;

/// <summary>
/// Counts the open connections of each client address over all protocols against one limit. A trusted proxy
/// has no limit: its connections are its clients'. Safe from any thread.
/// </summary>
/// <param name="connectionsMax">Of one address; 0 for no limit.</param>
/// <param name="proxies">The trusted ones.</param>
public sealed class AddressLimit(int connectionsMax, IReadOnlyList<IPNetwork> proxies)
{
    private readonly Dictionary<IPAddress, int> _connections = [];
    private readonly Lock _gate = new();
    private int _connectionsMax = connectionsMax;

    /// <summary>May change while connections are open; those stay.</summary>
    public int ConnectionsMax
    {
        get => Volatile.Read(ref _connectionsMax);
        set => Volatile.Write(ref _connectionsMax, value);
    }

    /// <summary>How many addresses have a connection.</summary>
    public int Addresses
    {
        get { lock (_gate) return _connections.Count; }
    }

    /// <summary>False where the limit is reached; else <see cref="Leave"/> must follow.</summary>
    public bool TryEnter(IPAddress address)
    {
        if (Counted(address) is not { } network) return true;

        lock (_gate)
        {
            ref var connections = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _connections, network, out _);
            if (ConnectionsMax is > 0 and var max && connections >= max) return false;

            connections++;
            return true;
        }
    }

    /// <summary>A connection that was let in has ended.</summary>
    public void Leave(IPAddress address)
    {
        if (Counted(address) is not { } network) return;

        lock (_gate)
        {
            if (_connections[network] == 1) _connections.Remove(network);
            else _connections[network]--;
        }
    }

    private IPAddress? Counted(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var proxy in proxies)
            if (proxy.Contains(plain)) return null;
        return ClientNetwork.Of(address);
    }
}
