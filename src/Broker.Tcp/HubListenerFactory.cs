using System.Net;
using Broker.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Broker.Tcp;

/// <summary>
/// Accepts connections on the hub's port and reserves an id for each, before the next is accepted: Kestrel
/// hands them to threads that overtake one another, and ids are to follow the order in which clients came.
/// </summary>
/// <param name="listeners">What really listens.</param>
/// <param name="ids">Where ids come from.</param>
/// <param name="port">The hub's; 0 is none, since a free port is not known before it is bound.</param>
public sealed class HubListenerFactory(IConnectionListenerFactory listeners, HubIds ids, int port)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) =>
        port != 0 && endpoint is IPEndPoint address && address.Port == port;

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint, CancellationToken cancellationToken) =>
        new Listener(await listeners.BindAsync(endpoint, cancellationToken), ids);

    private sealed class Listener(IConnectionListener inner, HubIds ids) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken)
        {
            var connection = await inner.AcceptAsync(cancellationToken);
            if (connection is not null and not CountedConnection { IsOverAddressLimit: true })
                connection.Features.Set(new HubReservation(ids.ReserveAsync()));
            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken) =>
            inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
