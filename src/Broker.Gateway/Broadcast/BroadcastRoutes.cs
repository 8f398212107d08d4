using System.Net.Mime;
using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Broadcast;

/// <summary>The routes of Broadcast (contracts §1).</summary>
internal static class BroadcastRoutes
{
    private const string ReceiptAsked = "`return=representation` asks for the receipt.";
    private const string Repeat = "A repeat with the same key within five minutes delivers nothing twice.";

    public static void MapBroadcast(this WebApplication app)
    {
        var routes = app.MapGroup("").WithTags("Broadcast")
            .WithQuery("channel", "A channel other than `broadcast`, not beginning with `$`.");

        MapSubscribe(routes, app.Services.GetRequiredService<SubscribeEndpoint>());
        MapPublish(routes, app.Services.GetRequiredService<PublishEndpoint>());
        MapPublishBatch(routes, app.Services.GetRequiredService<PublishBatchEndpoint>());
    }

    private static void MapSubscribe(RouteGroupBuilder routes, SubscribeEndpoint subscribe) =>
        routes.MapGet(WebSocketRoutes.Subscribe, subscribe.HandleAsync)
            .Describe(
                "subscribe",
                "Subscribe to a channel, by WebSocket or event stream.",
                "A WebSocket handshake gets each publication as one frame, byte for byte. "
                + "`Accept: text/event-stream` gets each as one event, whose id is its offset.")
            .WithHeader("Last-Event-ID", "Event stream: resume after this event.")
            .WithQuery("last_event_id", "The same, for clients that cannot set headers.")
            .WithQuery("epoch", "Event stream: the epoch of the offset to resume after.")
            .ProducesHandshake(typeof(ErrorBody))
            .Produces(200, "The event stream.", typeof(string), MediaTypeNames.Text.EventStream)
            .Produces(400, "The channel's name or the handshake is malformed.", typeof(ErrorBody));

    private static void MapPublish(RouteGroupBuilder routes, PublishEndpoint publish) =>
        routes.MapPost("/publish", publish.HandleAsync)
            .Describe(
                "publish",
                "Publish a body, of any content type, to a channel.",
                "The answer comes when the channel has accepted the publication; where the channel is "
                + "stored, when it is stored.")
            .WithHeader("Prefer", ReceiptAsked)
            .WithHeader("Idempotency-Key", Repeat)
            .WithHeader("traceparent", "The caller's span (W3C Trace Context).")
            .TakesBody(typeof(string), MediaTypeNames.Text.Plain)
            .NeedsOneOf(SecuritySchemes.Publisher, SecuritySchemes.PublisherKey)
            .Produces(200, "The receipt.", typeof(ReceiptBody))
            .Produces(204, "Published.")
            .Produces(400, "The channel's name or the key is malformed.", typeof(ErrorBody))
            .Produces(401, "A key is missing.", typeof(ErrorBody))
            .Produces(403, "This key, or this channel, allows no publication over HTTP.", typeof(ErrorBody))
            .Produces(413, "The body is too large. Nothing was delivered.", typeof(ErrorBody))
            .Produces(
                503, "The broker is busy or draining, or no one knows: `Retry-After`.", typeof(ErrorBody));

    private static void MapPublishBatch(RouteGroupBuilder routes, PublishBatchEndpoint batch) =>
        routes.MapPost("/publish/batch", batch.HandleAsync)
            .Describe(
                "publishBatch",
                "Publish up to 1,000 messages, a JSON object a line.",
                "Messages of one channel keep the order of their lines. A line that cannot be published is "
                + "an error of that line only.")
            .WithHeader("Prefer", ReceiptAsked)
            .WithHeader("traceparent", "The caller's span (W3C Trace Context).")
            .TakesBody(typeof(BatchLine), "application/x-ndjson")
            .NeedsOneOf(SecuritySchemes.Publisher, SecuritySchemes.PublisherKey)
            .Produces(200, "What came of the lines.", typeof(BatchBody))
            .Produces(400, "The channel's name in the query is malformed.", typeof(ErrorBody))
            .Produces(401, "A key is missing.", typeof(ErrorBody))
            .Produces(403, "This key may not publish.", typeof(ErrorBody))
            .Produces(413, "The body is too large. Nothing was delivered.", typeof(ErrorBody));
}
