using Broker.Gateway.Auction;

namespace Broker.Gateway.Tests.Auction;

public class AuctionRoutesSpec
{
    [Theory]
    [InlineData("/ping", true)]
    [InlineData("/v1/signup", true)]
    [InlineData("/v1/offer", true)]
    [InlineData("/v1/offers", true)]
    [InlineData("/v1/offer/7", true)]
    [InlineData("/v1/offer/7/bids", true)]
    [InlineData("/v1/bid/7", true)]
    [InlineData("/vi/bid/7", true)]
    [InlineData("/v1/bids/7", true)]
    [InlineData("/v1/stream", true)]
    [InlineData("/v1", false)]
    [InlineData("/v1/offer/", false)]
    [InlineData("/v1/offer/7/8", false)]
    [InlineData("/v1/bid/7/bids", false)]
    [InlineData("/v1/offers/7", false)]
    [InlineData("/vi/bid", false)]
    [InlineData("/publish", false)]
    public void Errors_of_the_auctions_own_paths_are_its_own(string path, bool isOne) =>
        Assert.Equal(isOne, AuctionRoutes.IsOne(path));
}
