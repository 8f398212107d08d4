using System.Diagnostics;

namespace Broker.Gateway.Operations;

/// <summary>Which span of the caller a request belongs to: W3C Trace Context, <c>traceparent</c>.</summary>
internal static class TraceParent
{
    /// <summary>Default when there is none that can be read: then it is a trace of its own.</summary>
    public static ActivityContext Of(HttpRequest request) =>
        request.Headers.TraceParent is [{ } parent]
        && ActivityContext.TryParse(parent, request.Headers.TraceState, isRemote: true, out var context)
            ? context
            : default;
}
