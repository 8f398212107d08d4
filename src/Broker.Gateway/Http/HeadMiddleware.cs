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
        if (HttpMethods.IsHead(request.Method) && IsAnsweredAt(request.Path))
            request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>Whether a path that takes GET takes HEAD too.</summary>
    public static bool IsAnsweredAt(PathString path) => !Streams.Contains(path.Value);
}
