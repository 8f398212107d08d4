using Broker.Gateway.Broadcast;
using static Broker.Gateway.Documents.ApiParameter;

namespace Broker.Gateway.Documents;

/// <summary>The HTTP routes of Broadcast and Chat (contracts §1 and §2).</summary>
internal static class BroadcastOperations
{
    private const string Broadcast = "Broadcast";
    private const string Chat = "Chat";

    private static readonly ApiParameter Channel = Query(
        "channel", "Instead of `broadcast`: 1 to 255 bytes of UTF-8, not beginning with `$`.", "news");

    private static readonly ApiAnswer BadChannel = ApiAnswer.Error(
        "The channel's name, or the handshake, is wrong.", "a channel name has at least one byte");

    private static readonly ApiAnswer Upgraded =
        new("The WebSocket handshake: frames as `/asyncapi.json` says.");

    private static readonly ApiAnswer NoUpgrade = ApiAnswer.Error(
        "Not a WebSocket handshake.", "this is a WebSocket: come with Upgrade: websocket");

    private static readonly ApiAnswer ForeignOrigin = ApiAnswer.Error(
        "A web page of another host.", "this origin is not allowed");

    private static readonly ApiAnswer Busy = ApiAnswer.Error(
        "The broker is full or going away; see `Retry-After`.", "the broker is busy, try again");

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("GET", "/subscribe", Broadcast, "Subscribe to a channel, as a WebSocket or an event stream.")
        {
            Description = "With a WebSocket handshake each publication is one frame, byte for byte. With "
                + "`Accept: text/event-stream` it is one event, whose id is its offset.",
            Parameters =
            [
                Channel,
                Header("Last-Event-ID", "Event stream: resume behind this offset.", "17"),
                Query("last_event_id", "The same, for clients that cannot set headers.", "17"),
                Query("epoch", "Event stream: the epoch that the offset belongs to.", "c8688802573e"),
            ],
            Answers = new Dictionary<int, ApiAnswer>
            {
                [101] = Upgraded,
                [200] = new("The event stream.", new ApiBody(
                    "text/event-stream", ": epoch c8688802573e\n\nid: 18\ndata: hello\n\n")),
                [400] = BadChannel,
                [403] = ForeignOrigin,
                [426] = NoUpgrade,
                [503] = Busy,
            },
        },
        new("POST", "/publish", Broadcast, "Publish a body, of any content type, to a channel.")
        {
            Description = "Answered when the publication is queued at its channel; with a receipt or an "
                + "idempotency key, when it has gone out.",
            Parameters =
            [
                Channel,
                Header("Prefer", "Asks for the receipt.", "return=representation"),
                Header("Idempotency-Key", "A repeat within five minutes is answered the same, and delivers "
                    + "nothing twice.", "order-4711"),
                Header("traceparent", "The caller's span (W3C Trace Context).",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ],
            Request = new ApiBody("application/octet-stream", "hello"),
            Credentials = ApiSecurity.Publisher,
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = new("The receipt that was preferred.", ApiBody.Json<ReceiptBody>(
                    """
                    {"channel":"news","offset":18,"epoch":"c8688802573e","receivers":2,
                    "durability":"memory"}
                    """)),
                [204] = new("Published."),
                [400] = BadChannel,
                [401] = ApiAnswer.Error("A key is required.", "this needs a key"),
                [403] = ApiAnswer.Error(
                    "The channel is not for HTTP.", "this channel takes no publications over HTTP"),
                [413] = ApiAnswer.Error(
                    "Too large; nothing was delivered.", "the body is larger than 1048576 bytes"),
                [429] = ApiAnswer.Error(
                    "Too many from this address; see `Retry-After`.", "too many requests"),
                [503] = Busy,
            },
        },
        new("GET", "/api/connect", Chat, "Join the chat, as a WebSocket.")
        {
            Parameters = [Query("client_name", "A name that nobody has; empty for a random one.", "Alice")],
            Answers = new Dictionary<int, ApiAnswer>
            {
                [101] = Upgraded,
                [400] = ApiAnswer.Error("The handshake is broken.", "Sec-WebSocket-Version must be 13"),
                [403] = ForeignOrigin,
                [426] = NoUpgrade,
                [503] = Busy,
            },
        },
    ];
}
