using Broker.Actors;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// <c>GET /subscribe</c> where the plain handshake was not recognised before HTTP: an unusual handshake, an
/// event stream, or a mistake to explain (contracts §1).
/// </summary>
internal sealed class SubscribeEndpoint(WebSocketUpgrade upgrade, WebSocketRoutes routes, SseEndpoint sse)
{
    public Task HandleAsync(HttpContext context)
    {
        var error = BroadcastSocketHandler.ChannelOf(context.Request.QueryString.Value, out var channel);
        if (error != ChannelNameError.None)
            throw new HttpErrorException(StatusCodes.Status400BadRequest, ChannelNameTexts.Of(error));

        if (!WebSocketUpgrade.IsAskedFor(context.Request) && SseEndpoint.IsAskedFor(context.Request))
            return sse.HandleAsync(context, channel!);
        return upgrade.HandleAsync(context, deflate => routes.ToBroadcast(channel!, deflate));
    }
}
