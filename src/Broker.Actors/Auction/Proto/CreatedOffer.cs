namespace Broker.Actors.Auction.Proto;

internal sealed partial class CreatedOffer
{
    /// <summary>What was created, with the price as it is now.</summary>
    public static CreatedOffer Of(Offer offer) => new()
    {
        BidPrice = Price.Of(offer.BidPrice),
        GoLive = Time.Of(offer.GoLive),
        LifetimeTicks = offer.Lifetime.Ticks,
        PhotoUrl = offer.PhotoUrl,
        Title = offer.Title,
        CreatedBy = offer.CreatedBy,
    };

    public Offer ToOffer(OfferId id) => new(
        id,
        BidPrice.ToDecimal(),
        GoLive.ToDateTimeOffset(),
        TimeSpan.FromTicks(LifetimeTicks),
        PhotoUrl,
        Title,
        CreatedBy,
        Sold: false);
}
