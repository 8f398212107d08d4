using Broker.Actors.Auction;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>Asks the auction's actors, with a time limit, and turns what they refuse into words.</summary>
internal sealed class AuctionClient(IRequiredActor<AuctionActor> auction, ProcessSettings process)
{
    /// <returns>The answer, be it <see cref="Refused"/> with a reason that is not the broker's own.</returns>
    /// <exception cref="HttpErrorException">503: there was no answer in time, or too much waits.</exception>
    public async Task<object> AskAsync(object question, CancellationToken aborted)
    {
        try
        {
            var answer = await auction.ActorRef.Ask<object>(question, process.AskTimeout, aborted);
            return answer is Refused refused && IsForLater(refused.Reason)
                ? throw HttpErrorException.Busy(TextOf(refused.Reason))
                : answer;
        }
        catch (AskTimeoutException)
        {
            throw HttpErrorException.Busy("no answer in time: whether anything was changed is not known");
        }
    }

    private static bool IsForLater(RefuseReason reason) =>
        reason is RefuseReason.Full or RefuseReason.Busy or RefuseReason.Unavailable;

    public static int StatusOf(RefuseReason reason) => reason switch
    {
        RefuseReason.NameTaken or RefuseReason.BadText => StatusCodes.Status400BadRequest,
        RefuseReason.Unknown => StatusCodes.Status404NotFound,
        RefuseReason.NotCreator => StatusCodes.Status403Forbidden,
        RefuseReason.TooLow or RefuseReason.Sold or RefuseReason.Ended or RefuseReason.NotLive =>
            StatusCodes.Status409Conflict,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static string TextOf(RefuseReason reason) => reason switch
    {
        RefuseReason.NameTaken => "this name is taken",
        RefuseReason.Unknown => "there is no such offer or bid",
        RefuseReason.NotCreator => "only who created the offer may accept a bid",
        RefuseReason.TooLow => "the bid must be above the current price",
        RefuseReason.Sold => "the offer is sold",
        RefuseReason.Ended => "the offer has ended",
        RefuseReason.NotLive => "the offer is not live yet",
        RefuseReason.BadText => "a text is too long, or not Unicode",
        RefuseReason.Full => "there is no room for another one",
        RefuseReason.Busy => "the auction is busy, try again",
        _ => "the auction cannot read or store now, try again",
    };
}
