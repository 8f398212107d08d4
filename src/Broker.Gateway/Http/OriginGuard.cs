using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Http;

/// <summary>
/// Refuses what a web page of another origin posts: a browser sends it without asking first, with the user's
/// network for credentials. It looks at every route whose method is not safe (RFC 9110 §9.2.1). Handshakes
/// have the same rule.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, OriginRule origins)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var isSafe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        // What no route takes is answered 404 or 405, to everyone alike.
        return isSafe || context.GetEndpoint() is not RouteEndpoint || origins.Accepts(context.Request)
            ? next(context)
            : throw HttpErrorException.ForeignOrigin();
    }
}
