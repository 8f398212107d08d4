namespace Broker.Actors.Auction.Proto;

internal sealed partial class PlacedBid
{
    public static PlacedBid Of(Bid bid)
    {
        var (price, time) = (Price.Of(bid.BidPrice), Time.Of(bid.Timestamp));
        return new PlacedBid
        {
            Digits = price.Digits,
            DigitsHigh = price.DigitsHigh,
            Scale = price.Scale,
            Username = bid.Username,
            UtcTicks = time.UtcTicks,
            OffsetMinutes = time.OffsetMinutes,
        };
    }

    public Bid ToBid(BidId id) => new(
        id,
        Price.ToDecimal(Digits, DigitsHigh, Scale),
        Username,
        Time.ToDateTimeOffset(UtcTicks, OffsetMinutes),
        Accepted: false);
}
