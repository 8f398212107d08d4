using Broker.Gateway.Auction;
using Broker.Gateway.Http;
using Broker.Gateway.Users;
using static Broker.Gateway.Documents.ApiParameter;

namespace Broker.Gateway.Documents;

/// <summary>The HTTP routes of the auction (contracts §5).</summary>
internal static class AuctionOperations
{
    private const string Group = "Auction";

    private const string OneOffer =
        """
        {"id":"0192f5b0a1c3000100000000","bid_price":10.5,"go_live":"2026-11-21T16:35:20.2127054+00:00",
        "lifetime":3600,"photo_url":"","title":"a lamp","created_by":"alice","sold":false}
        """;

    private const string OneBid =
        """
        {"id":"0192f5b0a1c3000100000001","bid_price":11,"username":"bob",
        "offer_id":"0192f5b0a1c3000100000000","timestamp":"2026-11-21T16:35:21.0000000+00:00",
        "accepted":false}
        """;

    private static readonly ApiAnswer BadRequest =
        Error("Wrong, and the body says what.", "bid_price is missing");

    private static readonly ApiAnswer NoToken = Error("No token, or none that is good now.", "a valid token");
    private static readonly ApiAnswer Unknown = Error("There is none.", "there is no such offer or bid");
    private static readonly ApiAnswer TooLarge = Error("Too large.", "the body is larger than 65536 bytes");

    private static readonly ApiAnswer TooMany = Error(
        "Too many from this address; see `Retry-After`.", "too many requests from this address");

    private static readonly ApiAnswer Busy = Error("Busy, or going away; see `Retry-After`.", "try again");

    private static readonly ApiAnswer Conflict = new(
        "Too low, sold, ended or not live yet; with the current price.",
        ApiBody.Json<RefusedBid>("""{"error":"the bid must be above the current price","bid_price":11}"""));

    private static readonly ApiParameter OfferIdParameter =
        Path("id", "The offer's id.", "0192f5b0a1c3000100000000");

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("GET", "/ping", Group, "Whether the process answers.")
        {
            Answers = new Dictionary<int, ApiAnswer> { [200] = new("It does.", ApiBody.Text("pong")) },
        },
        new("POST", "/v1/signup", Group, "A new account.")
        {
            Request = ApiBody.Json<Account>("""{"username":"alice","password":"correct horse"}"""),
            Answers = new Dictionary<int, ApiAnswer>
            {
                [201] = new("It is there.", ApiBody.Json<AccountBody>("""{"username":"alice"}""")),
                [400] = BadRequest,
                [413] = TooLarge,
                [429] = TooMany,
                [503] = Busy,
            },
        },
        new("POST", "/v1/login", Group, "A token for an account.")
        {
            Request = ApiBody.Json<Account>("""{"username":"alice","password":"correct horse"}"""),
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = new(
                    "The token; good for one hour.",
                    ApiBody.Json<TokenBody>("""{"token":"eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}""")),
                [400] = BadRequest,
                [403] = Error("Which of them is not said.", "unknown user or wrong password"),
                [413] = TooLarge,
                [429] = TooMany,
                [503] = Busy,
            },
        },
        Guarded(
            "POST", "/v1/offer", "A new offer.", 201, ApiBody.Json<Offer>(OneOffer), (413, TooLarge)) with
        {
            Request = ApiBody.Json<NewOffer>(
                """{"bid_price":10.5,"title":"a lamp","photo_url":"","lifetime":3600,"go_live":null}"""),
        },
        List("/v1/offer"),
        List("/v1/offers"),
        Guarded(
            "GET", "/v1/offer/{id}", "One offer.", 200, ApiBody.Json<Offer>(OneOffer), (404, Unknown)) with
        {
            Parameters = [OfferIdParameter],
        },
        Guarded(
            "GET", "/v1/offer/{id}/bids", "The bids of an offer, highest first.",
            200, ApiBody.Json<Bid[]>($"[{OneBid}]"), (404, Unknown)) with
        {
            Parameters = [OfferIdParameter],
        },
        Place("/v1/bid"),
        Place("/v1/bids"),
        Accept("/v1/bid/{id}"),
        Accept("/vi/bid/{id}"),
        Accept("/v1/bids/{id}"),
        new("GET", "/v1/stream", Group, "What happens, as a WebSocket.")
        {
            Answers = new Dictionary<int, ApiAnswer>
            {
                [101] = new("The WebSocket handshake: frames as `/asyncapi.json` says."),
                [400] = BadRequest,
                [403] = Error("From a web page of elsewhere.", "this origin is not allowed"),
                [426] = Error("No handshake.", "this is a WebSocket: come with Upgrade: websocket"),
                [503] = Busy,
            },
        },
    ];

    private static ApiOperation List(string path) =>
        Guarded("GET", path, "A page of the offers.", 200, ApiBody.Json<Offer[]>($"[{OneOffer}]")) with
        {
            Parameters =
            [
                Query("size", "Of a page, 1 to 100; by default 10.", "10"),
                Query("page", "From 0, the default.", "0"),
                Query(
                    "sortKey",
                    "golive (default), bidprice, lifetime, photourl, title, createdby or sold; - descends.",
                    "-bidprice"),
            ],
        };

    private static ApiOperation Place(string path) =>
        Guarded(
            "POST", path, "A bid.", 201, ApiBody.Json<Bid>(OneBid),
            (404, Unknown), (409, Conflict), (413, TooLarge)) with
        {
            Request = ApiBody.Json<NewBid>("""{"bid_price":11,"offer_id":"0192f5b0a1c3000100000000"}"""),
        };

    private static ApiOperation Accept(string path) =>
        Guarded(
            "PUT", path, "Accepts a bid, and so sells the offer.", 200,
            ApiBody.Json<Bid>(OneBid.Replace("false", "true", StringComparison.Ordinal)),
            (403, Error("Not the offer's creator.", "only who created the offer may accept a bid")),
            (404, Unknown),
            (409, Conflict)) with
        {
            Parameters = [Path("id", "The bid's id.", "0192f5b0a1c3000100000001")],
        };

    private static ApiOperation Guarded(
        string method,
        string path,
        string summary,
        int success,
        ApiBody body,
        params (int Status, ApiAnswer Answer)[] others)
    {
        var answers = new Dictionary<int, ApiAnswer>
        {
            [success] = new("So it is.", body),
            [400] = BadRequest,
            [401] = NoToken,
            [503] = Busy,
        };
        foreach (var (status, answer) in others) answers[status] = answer;
        return new ApiOperation(method, path, Group, summary)
        {
            Credentials = ApiSecurity.Auction,
            Answers = answers,
        };
    }

    private static ApiAnswer Error(string meaning, string error) =>
        new(meaning, ApiBody.Json<AuctionErrorBody>($$"""{"error":"{{error}}"}"""));

    /// <summary>Read by hand: here, as the others, only to be described.</summary>
    internal sealed record Account(string Username, string Password);

    internal sealed record NewOffer(
        decimal BidPrice, string Title, string? PhotoUrl, decimal? Lifetime, DateTimeOffset? GoLive);

    internal sealed record NewBid(decimal BidPrice, string OfferId);

    internal sealed record Offer(
        string Id,
        decimal BidPrice,
        DateTimeOffset GoLive,
        decimal Lifetime,
        string PhotoUrl,
        string Title,
        string CreatedBy,
        bool Sold);

    internal sealed record Bid(
        string Id,
        decimal BidPrice,
        string Username,
        string OfferId,
        DateTimeOffset Timestamp,
        bool Accepted);

    internal sealed record RefusedBid(string Error, decimal? BidPrice);
}
