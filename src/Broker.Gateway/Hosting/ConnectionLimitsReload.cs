using Broker.Gateway.Configuration;
using Broker.Sockets;
using Broker.Tcp;

namespace Broker.Gateway.Hosting;

/// <summary>Takes new limits of connections. Those that are open stay.</summary>
internal sealed class ConnectionLimitsReload(
    ConnectionLimit http, HubDependencies hub, SocketLimit sockets) : IReloadable
{
    public IReadOnlyList<string> Keys { get; } =
    [
        "broker.http.connections-max",
        "broker.hub.connections-max",
        "broker.process.connections-per-address-max",
    ];

    public void Reload(BrokerSettings settings)
    {
        http.ConnectionsMax = settings.Http.ConnectionsMax;
        hub.Gate.ConnectionsMax = settings.Hub.ConnectionsMax;
        sockets.Addresses.ConnectionsMax = settings.Process.ConnectionsPerAddressMax;
        sockets.Grow(DescriptorFit.SocketsMax(settings));
    }
}
