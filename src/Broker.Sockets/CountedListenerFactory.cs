using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Broker.Sockets;

/// <summary>Accepts connections within the limits of the process.</summary>
public sealed class CountedListenerFactory(SocketTransportFactory sockets, SocketLimit limit)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new CountedListener(await sockets.BindAsync(endpoint, cancellationToken), limit);
}
