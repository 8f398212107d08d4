using Broker.Actors.Auction;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

public class OfferIndexSpec
{
    private static readonly string[] Texts = ["", "a", "B", "b", "ä"];

    // Few values, so that there are many ties.
    private static Arbitrary<List<Offer>> Changes { get; } = (
        from id in Gen.Choose(1, 40)
        from price in Gen.Choose(1, 5)
        from text in Gen.Elements(Texts)
        from sold in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Offer(
            new OfferId((ulong)id), price, SpecTime.Start + TimeSpan.FromSeconds(id % 3),
            TimeSpan.FromSeconds(id % 4), Texts[id % 5], Texts[(id + 2) % 5], Texts[id % 2], sold))
        .ListOf().Select(changes => changes.ToList()).ToArbitrary();

    [Fact]
    public void Every_page_in_every_order_is_that_of_a_sorted_list() => Prop.ForAll(Changes, changes =>
    {
        var split = changes.Count / 2;
        var atStart = new Dictionary<OfferId, ListedOffer>();
        var model = new Dictionary<OfferId, Offer>();
        foreach (var offer in changes.Take(split).DistinctBy(offer => offer.Id))
        {
            atStart.Add(offer.Id, new ListedOffer(offer));
            model.Add(offer.Id, offer);
        }

        var index = new OfferIndex(atStart);
        foreach (var offer in changes.Skip(split))
        {
            index.Put(offer);
            model[offer.Id] = model.TryGetValue(offer.Id, out var old)
                ? old with
                {
                    BidPrice = Math.Max(old.BidPrice, offer.BidPrice),
                    Sold = old.Sold || offer.Sold,
                }
                : offer;
        }

        foreach (var sort in Enum.GetValues<OfferSort>())
            foreach (var descending in new[] { false, true })
            {
                var sorted = Sorted(model.Values, sort, descending).ToArray();
                foreach (var size in new[] { 1, 3, 100 })
                    for (var page = 0; page * size <= sorted.Length; page++)
                        Assert.Equal(
                            sorted.Skip(page * size).Take(size),
                            index.Page(new ListOffers(sort, descending, page, size)));
            }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_page_far_behind_the_end_is_empty() => Assert.Empty(
        new OfferIndex([]).Page(new ListOffers(OfferSort.Title, true, int.MaxValue, 100)));

    private static IEnumerable<Offer> Sorted(IEnumerable<Offer> offers, OfferSort sort, bool descending)
    {
        var comparer = Comparer<Offer>.Create((x, y) =>
            new OfferOrder(sort).CompareField(new ListedOffer(x), new ListedOffer(y)));
        return descending
            ? offers.OrderByDescending(offer => offer, comparer).ThenBy(offer => offer.Id.Number)
            : offers.OrderBy(offer => offer, comparer).ThenBy(offer => offer.Id.Number);
    }
}
