using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Broker.Sockets;

/// <summary>
/// Hands on what another listener accepts, each with a place. While there is none it holds one connection and
/// accepts no other.
/// </summary>
public sealed class CountedListener(IConnectionListener inner, SocketLimit limit) : IConnectionListener
{
    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (await inner.AcceptAsync(cancellationToken) is not { } connection) return null;
        if (await limit.TakeAsync(_unbound.Token)) return new CountedConnection(connection, limit);

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        await inner.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _unbound.CancelAsync();
        await inner.DisposeAsync();
        _unbound.Dispose();
    }
}
