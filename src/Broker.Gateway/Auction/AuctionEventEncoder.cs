using System.Buffers;
using System.Diagnostics;
using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Auction;

/// <summary>
/// What happened in the auction as <c>/v1/stream</c> sends it (contracts §5): the whole event, so that it is
/// written once and every socket gets the same bytes.
/// </summary>
internal sealed class AuctionEventEncoder : IAuctionEventEncoder
{
    public ReadOnlyMemory<byte> Encode(Happened happened)
    {
        var data = new ArrayBufferWriter<byte>();
        string message;
        switch (happened)
        {
            case OfferCreated m:
                data.WriteOffer(m.Offer);
                message = "offerCreated";
                break;
            case BidPlaced m:
                data.WriteBid(m.Bid);
                message = "bidPlaced";
                break;
            case OfferSold m:
                data.WriteOffer(m.Offer);
                message = "offerSold";
                break;
            default: throw new UnreachableException(happened.GetType().Name);
        }

        var json = new ArrayBufferWriter<byte>();
        json.WriteData(data.WrittenSpan, message);
        return json.WrittenMemory;
    }
}
