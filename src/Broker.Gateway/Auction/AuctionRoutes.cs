using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Auction;

/// <summary>The paths of the auction (contracts §5), whose errors are <c>{"error": "…"}</c>.</summary>
internal static class AuctionRoutes
{
    public const string Ping = "/ping";
    private const string SignUp = "/v1/signup";
    private const string LogIn = "/v1/login";
    private const string Offer = "/v1/offer";
    private const string Offers = "/v1/offers";
    private const string OneOffer = "/v1/offer/{id}";
    private const string BidsOfOffer = "/v1/offer/{id}/bids";

    private static readonly string[] Bid = ["/v1/bid", "/v1/bids"];

    // The second is a misprint that clients were built with.
    private static readonly string[] OneBid = ["/v1/bid/{id}", "/vi/bid/{id}", "/v1/bids/{id}"];

    private static readonly PathString[] Folders = ["/v1/offer", "/v1/bid", "/vi/bid", "/v1/bids"];

    private static readonly PathString[] All =
        [Ping, SignUp, LogIn, Offer, Offers, .. Bid, WebSocketRoutes.Stream];

    public static void MapAuction(this WebApplication app)
    {
        var accounts = app.Services.GetRequiredService<AccountEndpoints>();
        var offers = app.Services.GetRequiredService<OfferEndpoints>();
        var upgrade = app.Services.GetRequiredService<WebSocketUpgrade>();
        var streams = app.Services.GetRequiredService<AuctionStreams>();

        app.MapGet(Ping, PingAsync);
        app.MapPost(SignUp, accounts.SignUpAsync);
        app.MapPost(LogIn, accounts.LogInAsync);
        app.MapPost(Offer, offers.CreateAsync);
        app.MapGet(Offer, offers.ListAsync);
        app.MapGet(Offers, offers.ListAsync);
        app.MapGet(OneOffer, offers.GetAsync);
        app.MapGet(BidsOfOffer, offers.GetBidsAsync);
        foreach (var path in Bid) app.MapPost(path, offers.BidAsync);
        foreach (var path in OneBid) app.MapPut(path, offers.AcceptAsync);
        app.MapGet(WebSocketRoutes.Stream, context => upgrade.HandleAsync(context, streams.Admit));
    }

    /// <summary>Whether a path is one of them, be its id one that there is or not.</summary>
    public static bool IsOne(PathString path)
    {
        if (All.Contains(path)) return true;

        foreach (var folder in Folders)
            if (path.StartsWithSegments(folder, out var rest) && IsIdOf(rest.Value!, folder)) return true;
        return false;
    }

    private static bool IsIdOf(string rest, PathString folder)
    {
        if (folder == Offer && rest.EndsWith("/bids", StringComparison.Ordinal)) rest = rest[..^5];
        return rest.Length > 1 && rest.LastIndexOf('/') == 0;
    }

    private static Task PingAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("pong");
    }
}
