using System.Net.Mime;
using Broker.Gateway.Http;
using Broker.Gateway.OpenApi;
using Broker.Gateway.Users;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Auction;

/// <summary>The routes of the auction (contracts §5). Their errors are <c>{"error": "…"}</c>.</summary>
internal static class AuctionRoutes
{
    private const string Ping = "/ping";
    private const string SignUp = "/v1/signup";
    private const string LogIn = "/v1/login";
    private const string Offer = "/v1/offer";
    private const string Offers = "/v1/offers";

    private static readonly string[] Bid = ["/v1/bid", "/v1/bids"];

    private static readonly PathString[] Folders = ["/v1/offer", "/v1/bid", "/vi/bid", "/v1/bids"];

    private static readonly PathString[] All =
        [Ping, SignUp, LogIn, Offer, Offers, .. Bid, WebSocketRoutes.Stream];

    /// <summary>Whether a path is one of them, also with an id that does not exist.</summary>
    public static bool IsOne(PathString path)
    {
        if (All.Contains(path)) return true;

        foreach (var folder in Folders)
            if (path.StartsWithSegments(folder, out var rest) && IsIdOf(rest.Value!, folder)) return true;
        return false;
    }

    public static void MapAuction(this WebApplication app)
    {
        var upgrade = app.Services.GetRequiredService<WebSocketUpgrade>();
        var streams = app.Services.GetRequiredService<AuctionStreams>();
        var offers = app.Services.GetRequiredService<OfferEndpoints>();
        var routes = app.MapGroup("").WithTags("Auction");

        routes.MapGet(Ping, PingAsync)
            .Describe("ping", "Whether the process answers.")
            .Produces(200, "`pong`", typeof(string), MediaTypeNames.Text.Plain);
        routes.MapGet(WebSocketRoutes.Stream, context => upgrade.HandleAsync(context, streams.Admit))
            .Describe("openAuctionStream", "Offers, bids and sales as they happen, by WebSocket.")
            .ProducesHandshake(typeof(AuctionErrorBody));
        MapAccounts(routes, app.Services.GetRequiredService<AccountEndpoints>());

        var guarded = routes.MapGroup("")
            .NeedsOneOf(SecuritySchemes.Auction)
            .Produces(400, "The request is malformed; the text says where.", typeof(AuctionErrorBody))
            .Produces(401, "The token is missing or invalid.", typeof(AuctionErrorBody))
            .Produces(503, "The broker is busy or draining; see `Retry-After`.", typeof(AuctionErrorBody));
        MapOffers(guarded, offers);
        MapBids(guarded, offers);
    }

    private static void MapAccounts(RouteGroupBuilder routes, AccountEndpoints accounts)
    {
        var both = routes.MapGroup("")
            .TakesBody(typeof(Credentials))
            .Produces(400, "The request is malformed; the text says where.", typeof(AuctionErrorBody))
            .Produces(413, "The body is too large.", typeof(AuctionErrorBody))
            .Produces(429, "Too many from this address; see `Retry-After`.", typeof(AuctionErrorBody))
            .Produces(503, "The broker is busy or draining; see `Retry-After`.", typeof(AuctionErrorBody));
        both.MapPost(SignUp, accounts.SignUpAsync)
            .Describe("signUp", "A new account.")
            .Produces(201, "The account exists.", typeof(AccountBody));
        both.MapPost(LogIn, accounts.LogInAsync)
            .Describe("logIn", "A token for an account.")
            .Produces(200, "The token, valid for one hour.", typeof(TokenBody))
            .Produces(403, "The user is unknown or the password is wrong.", typeof(AuctionErrorBody));
    }

    private static void MapOffers(RouteGroupBuilder routes, OfferEndpoints offers)
    {
        routes.MapPost(Offer, offers.CreateAsync)
            .Describe("createOffer", "A new offer.")
            .TakesBody(typeof(NewOffer))
            .Produces(201, "The offer.", typeof(OfferBody))
            .Produces(413, "The body is too large.", typeof(AuctionErrorBody));
        foreach (var (path, id) in new[] { (Offer, "listOffers"), (Offers, "listOffersPlural") })
        {
            routes.MapGet(path, offers.ListAsync)
                .Describe(id, "A page of the offers.")
                .WithQuery("size", "Offers a page, 1 to 100; 10 by default.")
                .WithQuery("page", "The page, from 0.")
                .WithQuery(
                    "sortKey",
                    "`golive` (default), `bidprice`, `lifetime`, `photourl`, `title`, `createdby` or `sold`; "
                    + "`-` in front descends.")
                .Produces(200, "The offers of that page.", typeof(OfferBody[]));
        }
        routes.MapGet("/v1/offer/{id}", offers.GetAsync)
            .Describe("getOffer", "One offer.")
            .WithPath("id", "The offer's id.")
            .Produces(200, "The offer.", typeof(OfferBody))
            .Produces(404, "There is no such offer.", typeof(AuctionErrorBody));
        routes.MapGet("/v1/offer/{id}/bids", offers.GetBidsAsync)
            .Describe("listBids", "The bids of an offer.")
            .WithPath("id", "The offer's id.")
            .Produces(200, "The bids, highest first.", typeof(BidBody[]))
            .Produces(404, "There is no such offer.", typeof(AuctionErrorBody));
    }

    private static void MapBids(RouteGroupBuilder routes, OfferEndpoints offers)
    {
        foreach (var (path, id) in Bid.Zip(["placeBid", "placeBidPlural"]))
        {
            routes.MapPost(path, offers.BidAsync)
                .Describe(id, "A bid on an offer.")
                .TakesBody(typeof(NewBid))
                .Produces(201, "The bid.", typeof(BidBody))
                .Produces(404, "There is no such offer.", typeof(AuctionErrorBody))
                .Produces(409, "Too low, or the offer is sold, ended or not live.", typeof(RejectedBidBody))
                .Produces(413, "The body is too large.", typeof(AuctionErrorBody));
        }
        // The last is a misprint that clients were built with.
        var accept = new[]
        {
            ("/v1/bid/{id}", "acceptBid"),
            ("/v1/bids/{id}", "acceptBidPlural"),
            ("/vi/bid/{id}", "acceptBidMisprint"),
        };
        foreach (var (path, id) in accept)
        {
            routes.MapPut(path, offers.AcceptAsync)
                .Describe(id, "Accept a bid, which sells the offer.")
                .WithPath("id", "The bid's id.")
                .Produces(200, "The bid.", typeof(BidBody))
                .Produces(403, "Another user created the offer.", typeof(AuctionErrorBody))
                .Produces(404, "There is no such bid.", typeof(AuctionErrorBody))
                .Produces(409, "The offer is sold by another bid.", typeof(RejectedBidBody));
        }
    }

    private static bool IsIdOf(string rest, PathString folder)
    {
        if (folder == Offer && rest.EndsWith("/bids", StringComparison.Ordinal)) rest = rest[..^5];
        return rest.Length > 1 && rest.LastIndexOf('/') == 0;
    }

    private static Task PingAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypeNames.Text.Plain;
        return context.Response.WriteAsync("pong");
    }
}
