using Broker.Actors.Auction;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

public class SortedOffersSpec
{
    // Many begin alike, end within one another, or hold what padding would look like.
    private static readonly Gen<string> Text =
        from begin in Gen.Elements("", "a", "https://photos.example/", "https://photos.example/of/")
        from end in Gen.Elements('\0', 'a', 'b', 'ä', '\u3042', '\ud83c', '\uffff').ListOf()
        select begin + string.Concat(end.Take(9));

    private static Arbitrary<List<ListedOffer>> Offers { get; } = (
        from id in Gen.Choose(1, 1000)
        from price in Gen.Elements(0.0001m, 0.5m, 1m, 1.0m, 9007199254740992m)
        from seconds in Gen.Choose(-2, 2)
        from offset in Gen.Choose(-2, 2)
        from title in Text
        from photo in Text
        from sold in Gen.Elements(true, false)
        select new ListedOffer(new Offer(
            new OfferId((ulong)id), price,
            (SpecTime.Start + TimeSpan.FromSeconds(seconds)).ToOffset(TimeSpan.FromHours(offset)),
            TimeSpan.FromSeconds(seconds + 2), photo, title, title[..(title.Length / 2)], sold)))
        .ListOf().Select(offers => offers.DistinctBy(offer => offer.Id).ToList()).ToArbitrary();

    [Fact]
    public void Every_order_is_the_one_that_two_offers_at_a_time_are_compared_by() =>
        Prop.ForAll(Offers, offers =>
        {
            var byId = SortedOffers.ById(offers);
            Assert.Equal(offers.OrderBy(offer => offer.Id.Number), byId);
            foreach (var sort in Enum.GetValues<OfferSort>())
                Assert.Equal(
                    offers.Order(new OfferOrder(sort)).Select(offer => offer.Id),
                    SortedOffers.By(sort, byId).Select(offer => offer.Id));
        }).QuickCheckThrowOnFailure();
}
