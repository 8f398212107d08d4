using Broker.Gateway.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Gateway.Tests.Auction;

public class OfferListingSpec
{
    [Theory]
    [InlineData("", OfferSort.GoLive, false, 0, 10)]
    [InlineData("?size=1&page=3&sortKey=-title", OfferSort.Title, true, 3, 1)]
    [InlineData("?size=100&sortKey=bidprice", OfferSort.BidPrice, false, 0, 100)]
    [InlineData("?sortKey=lifetime", OfferSort.Lifetime, false, 0, 10)]
    [InlineData("?sortKey=photourl", OfferSort.PhotoUrl, false, 0, 10)]
    [InlineData("?sortKey=createdby", OfferSort.CreatedBy, false, 0, 10)]
    [InlineData("?sortKey=-sold", OfferSort.Sold, true, 0, 10)]
    [InlineData("?sortKey=golive&other=1", OfferSort.GoLive, false, 0, 10)]
    [InlineData("?page=99999999999", OfferSort.GoLive, false, 21_474_836, 10)]
    public void A_query_says_what_is_listed(
        string query, OfferSort sort, bool descending, int page, int size) =>
        Assert.Equal(new ListOffers(sort, descending, page, size), OfferListing.Read(query, out _));

    [Theory]
    [InlineData("?size=0", "size")]
    [InlineData("?size=101", "size")]
    [InlineData("?size=-1", "size")]
    [InlineData("?size=1.5", "size")]
    [InlineData("?size=", "size")]
    [InlineData("?size=ten", "size")]
    [InlineData("?page=-1", "page")]
    [InlineData("?page=x", "page")]
    [InlineData("?sortKey=", "sort key")]
    [InlineData("?sortKey=-", "sort key")]
    [InlineData("?sortKey=--title", "sort key")]
    [InlineData("?sortKey=Title", "sort key")]
    [InlineData("?sortKey=price", "sort key")]
    public void What_is_out_of_bounds_is_named(string query, string what)
    {
        Assert.Null(OfferListing.Read(query, out var error));
        Assert.Contains(what, error, StringComparison.Ordinal);
    }
}
