using Broker.Actors.Auction;
using Broker.Gateway.Http;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// The routes of offers and bids (contracts §5). An answer is written after what it says is stored.
/// </summary>
internal sealed class OfferEndpoints(
    AuctionClient desk, AuctionGuard guard, AuctionInput input, AuctionHttpSettings settings)
{
    public async Task CreateAsync(HttpContext context)
    {
        var username = guard.Check(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);
        await AnswerAsync(context, input.ReadOffer(body.Span, username), StatusCodes.Status201Created);
    }

    public Task ListAsync(HttpContext context)
    {
        guard.Check(context.Request);
        var listing = OfferListing.Read(context.Request.QueryString.Value, out var error)
            ?? throw new HttpErrorException(StatusCodes.Status400BadRequest, error);
        return AnswerAsync(context, listing);
    }

    public Task GetAsync(HttpContext context)
    {
        guard.Check(context.Request);
        return AnswerAsync(context, IsOffer(context, out var id) ? new GetOffer(id) : null);
    }

    public Task GetBidsAsync(HttpContext context)
    {
        guard.Check(context.Request);
        return AnswerAsync(context, IsOffer(context, out var id) ? new GetBids(id) : null);
    }

    public async Task BidAsync(HttpContext context)
    {
        var username = guard.Check(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, settings.BodyBytesMax);
        await AnswerAsync(context, input.ReadBid(body.Span, username), StatusCodes.Status201Created);
    }

    public Task AcceptAsync(HttpContext context)
    {
        var username = guard.Check(context.Request);
        var isBid = BidId.TryParse(IdOf(context), out var bid);
        return AnswerAsync(context, isBid ? new AcceptBid(bid, username) : null);
    }

    /// <param name="context">The request to answer.</param>
    /// <param name="question">Null is about something that cannot be there.</param>
    /// <param name="status">Where it is not refused.</param>
    private async Task AnswerAsync(
        HttpContext context, object? question, int status = StatusCodes.Status200OK)
    {
        var answer = question is null
            ? new Refused(RefuseReason.Unknown)
            : await desk.AskAsync(question, context.RequestAborted);
        // What is for one user, and changes with each bid, is for no cache.
        context.Response.Headers.CacheControl = "no-store";
        await AuctionAnswer.WriteAsync(context, status, answer);
    }

    private static bool IsOffer(HttpContext context, out OfferId id) =>
        OfferId.TryParse(IdOf(context), out id);

    private static string? IdOf(HttpContext context) => context.Request.RouteValues["id"] as string;
}
