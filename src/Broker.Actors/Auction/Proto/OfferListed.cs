namespace Broker.Actors.Auction.Proto;

internal sealed partial class OfferListed
{
    public static OfferListed Of(Offer offer) =>
        new() { Created = CreatedOffer.Of(offer), Sold = offer.Sold };

    public Offer ToOffer(OfferId id) => Created.ToOffer(id) with { Sold = Sold };
}
