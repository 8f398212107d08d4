using Broker.Actors;
using Broker.Gateway.Http;
using Broker.Gateway.Operations;
using Broker.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// <c>GET /subscribe</c> as Server-Sent Events: <c>Last-Event-ID</c>, or <c>?last_event_id=</c>, resumes from
/// the channel's history. Where it is a bare offset, <c>?epoch=</c> says what it is of (contracts §1).
/// </summary>
internal sealed class SseEndpoint(SseDependencies services, Readiness readiness)
{
    private const string EventStream = "text/event-stream";

    public static bool IsAskedFor(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));

    public async Task HandleAsync(HttpContext context, ChannelName channel)
    {
        var since = ResumePointOf(context.Request);
        if (!readiness.IsReady) throw HttpErrorException.Busy("the server is going away");

        var connection =
            new SseConnection(new PipeSink(context.Response.BodyWriter, context.Abort), services);
        if (await connection.ConnectAsync(channel, since) is { } reason)
            throw HttpErrorException.Busy(reason.Text);

        context.Response.ContentType = EventStream;
        context.Response.Headers.CacheControl = "no-cache, no-transform";
        // A stream that has ended is over for its connection too: nobody pipelines behind one.
        context.Response.Headers.Connection = "close";
        // nginx would hold events back until its buffer is full.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(context.RequestAborted);
        await connection.RunAsync(context.RequestAborted);
    }

    private static StreamPosition? ResumePointOf(HttpRequest request)
    {
        var text = request.Headers.TryGetValue("Last-Event-ID", out var header) ? header.ToString() : null;
        if (string.IsNullOrEmpty(text)) text = request.Query["last_event_id"];
        if (string.IsNullOrEmpty(text)) return null;

        var epoch = request.Query.TryGetValue("epoch", out var value) ? value.ToString() : null;
        // An EventSource cannot be told that its id is none of ours: it gets all that is kept, and a gap
        // event.
        return SsePosition.Read(text, epoch);
    }
}
