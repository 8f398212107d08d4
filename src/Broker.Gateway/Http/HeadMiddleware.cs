using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Http;

/// <summary>
/// Answers HEAD as GET without a body (RFC 9110 §9.3.2): the routes see a GET, and Kestrel sends no body.
/// Event streams and handshakes have no such answer.
/// </summary>
internal sealed class HeadMiddleware(RequestDelegate next)
{
    private static readonly string[] Streams =
        [WebSocketRoutes.Subscribe, WebSocketRoutes.Chat, WebSocketRoutes.Users, WebSocketRoutes.Stream];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method) && !Streams.Contains(request.Path.Value))
            request.Method = HttpMethods.Get;
        return next(context);
    }
}
