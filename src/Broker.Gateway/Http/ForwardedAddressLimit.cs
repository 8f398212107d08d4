using Broker.Sockets;

namespace Broker.Gateway.Http;

/// <summary>
/// Counts a request that came through a trusted proxy as a connection of its client, as long as it lasts: an
/// event stream and a WebSocket are such requests. The proxy's own connections do not count.
/// </summary>
internal sealed class ForwardedAddressLimit(RequestDelegate next, AddressLimit addresses)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } client || client.Equals(PeerAddress.Of(context)))
        {
            await next(context);
            return;
        }

        if (!addresses.TryEnter(client)) throw HttpErrorException.Of(ConnectionRefusal.AddressFull);
        try
        {
            await next(context);
        }
        finally
        {
            addresses.Leave(client);
        }
    }
}
