using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>By one field, as clients may ask for it, and then by id. Texts go by ordinal.</summary>
internal sealed class OfferOrder(OfferSort sort) : IComparer<ListedOffer>
{
    public int Compare(ListedOffer? x, ListedOffer? y) =>
        CompareField(x!, y!) is var order and not 0 ? order : x!.Id.Number.CompareTo(y!.Id.Number);

    public int CompareField(ListedOffer x, ListedOffer y) => sort switch
    {
        OfferSort.GoLive => x.GoLive.CompareTo(y.GoLive),
        OfferSort.BidPrice => x.BidPrice.CompareTo(y.BidPrice),
        OfferSort.Lifetime => x.Lifetime.CompareTo(y.Lifetime),
        OfferSort.PhotoUrl => string.CompareOrdinal(x.PhotoUrl, y.PhotoUrl),
        OfferSort.Title => string.CompareOrdinal(x.Title, y.Title),
        OfferSort.CreatedBy => string.CompareOrdinal(x.CreatedBy, y.CreatedBy),
        OfferSort.Sold => x.Sold.CompareTo(y.Sold),
        _ => throw new InvalidOperationException($"there is no order by {sort}"),
    };
}
