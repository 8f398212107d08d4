using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Every offer as it stands, in every order that clients may ask for. A page takes as long as it is large,
/// not as long as the list.
/// </summary>
internal sealed class OfferIndex
{
    private static readonly OfferSort[] Sorts = Enum.GetValues<OfferSort>();
    private static readonly OfferOrder[] Orders = [.. Sorts.Select(sort => new OfferOrder(sort))];

    private readonly Dictionary<OfferId, ListedOffer> _offers;
    private readonly RankedSet<ListedOffer>[] _sorted;

    /// <summary>All at once, and the orders side by side: much faster than one by one.</summary>
    public OfferIndex(Dictionary<OfferId, ListedOffer> offers)
    {
        _offers = offers;
        _sorted = new RankedSet<ListedOffer>[Sorts.Length];
        var byId = SortedOffers.ById(offers.Values);
        Parallel.For(0, Sorts.Length, i =>
            _sorted[i] = RankedSet<ListedOffer>.Of(SortedOffers.By(Sorts[i], byId), Orders[i]));
    }

    public int Count => _offers.Count;

    /// <summary>
    /// Takes an offer in, or what is new of it: prices only rise, and what is sold stays so. Therefore it may
    /// come again, and late.
    /// </summary>
    public void Put(Offer offer)
    {
        if (!_offers.TryGetValue(offer.Id, out var listed))
        {
            listed = new ListedOffer(offer);
            _offers.Add(offer.Id, listed);
            foreach (var sorted in _sorted) sorted.Add(listed);
            return;
        }

        if (offer.BidPrice > listed.BidPrice)
            Change(OfferSort.BidPrice, listed, one => one.BidPrice = offer.BidPrice);
        if (offer.Sold && !listed.Sold) Change(OfferSort.Sold, listed, one => one.Sold = true);
    }

    public IReadOnlyList<Offer> Page(ListOffers request)
    {
        var first = (long)request.Page * request.Size;
        if (first < 0 || first >= Count || request.Size <= 0) return [];

        var count = (int)Math.Min(request.Size, Count - first);
        return request.Descending
            ? Descending(request.Sort, (int)first, count)
            : Ascending(request.Sort, (int)first, count);
    }

    private void Change(OfferSort sort, ListedOffer offer, Action<ListedOffer> change)
    {
        _sorted[(int)sort].Remove(offer);
        change(offer);
        _sorted[(int)sort].Add(offer);
    }

    private List<Offer> Ascending(OfferSort sort, int first, int count)
    {
        var page = new List<Offer>(count);
        for (var i = 0; i < count; i++) page.Add(_sorted[(int)sort][first + i].ToOffer());
        return page;
    }

    // Among equals it still goes up: from the end, one group of equals after the other, each from its begin.
    private List<Offer> Descending(OfferSort sort, int first, int count)
    {
        var (sorted, order) = (_sorted[(int)sort], Orders[(int)sort]);
        var page = new List<Offer>(count);
        while (page.Count < count)
        {
            var place = first + page.Count;
            var one = sorted[Count - 1 - place];
            var begin = sorted.CountWhile(other => order.CompareField(other, one) < 0);
            var end = sorted.CountWhile(other => order.CompareField(other, one) <= 0);
            for (var i = begin + place - (Count - end); i < end && page.Count < count; i++)
                page.Add(sorted[i].ToOffer());
        }
        return page;
    }
}
