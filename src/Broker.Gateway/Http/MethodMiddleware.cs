using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Http;

/// <summary>
/// Answers HEAD as GET without a body (RFC 9110 §9.3.2): the routes see a GET, and Kestrel sends no body.
/// Event streams and handshakes have no such answer. It also keeps <c>post</c> from being taken for POST:
/// methods are case-sensitive (§9.1), and routing ignores case.
/// </summary>
internal sealed class MethodMiddleware(RequestDelegate next)
{
    private const string Unknown = "unknown";

    private static readonly string[] Streams =
        [WebSocketRoutes.Subscribe, WebSocketRoutes.Chat, WebSocketRoutes.Users, WebSocketRoutes.Stream];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.GetCanonicalizedValue(request.Method) != request.Method) request.Method = Unknown;
        else if (HttpMethods.IsHead(request.Method) && IsHeadAnsweredAt(request.Path))
            request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>Whether a path that takes GET takes HEAD too.</summary>
    public static bool IsHeadAnsweredAt(PathString path) => !Streams.Contains(path.Value);
}
