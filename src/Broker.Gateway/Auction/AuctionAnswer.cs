using System.Buffers;
using Broker.Gateway.Http;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>Answers of the auction's actors as HTTP has them (contracts §5).</summary>
internal static class AuctionAnswer
{
    /// <param name="context">The request to answer.</param>
    /// <param name="status">Where it was not refused.</param>
    /// <param name="answer">Of the actors.</param>
    public static Task WriteAsync(HttpContext context, int status, object answer)
    {
        var json = new ArrayBufferWriter<byte>();
        switch (answer)
        {
            case OfferFound m: json.WriteOffer(m.Offer); break;
            case Offers m: json.WriteOffers(m.Page); break;
            case BidFound m: json.WriteBid(m.Bid); break;
            case Bids m: json.WriteBids(m.Highest); break;
            case Refused m:
                status = AuctionClient.StatusOf(m.Reason);
                json.WriteError(AuctionClient.TextOf(m.Reason), m.BidPrice);
                break;
            default: throw new InvalidOperationException(answer.GetType().Name);
        }
        return JsonAnswer.WriteAsync(context, status, json.WrittenMemory);
    }
}
