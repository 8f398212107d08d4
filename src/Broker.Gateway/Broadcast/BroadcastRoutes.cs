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
        var subscribe = app.Services.GetRequiredService<SubscribeEndpoint>();
        var publish = app.Services.GetRequiredService<PublishEndpoint>();
        var routes = app.MapGroup("").WithTags("Broadcast")
            .WithQuery("channel", "A channel other than `broadcast`, not beginning with `$`.");

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

        routes.MapPost("/publish", publish.HandleAsync)
            .Describe(
                "publish",
                "Publish a body, of any content type, to a channel.",
                "The answer comes when the publication is queued at its channel. With a receipt or an "
                + "idempotency key it comes when the publication has gone out.")
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
            .Produces(503, "The broker is busy or draining; see `Retry-After`.", typeof(ErrorBody));
    }
}
