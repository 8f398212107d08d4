using Broker.Actors.Auction;

namespace Broker.Actors.Tests.Auction;

public class AuctionIdsSpec
{
    [Theory]
    [InlineData("o:00000000000000ff", true)]
    [InlineData("o:00000000000000FF", false)]
    [InlineData("o:00000000000000f", false)]
    [InlineData("o:00000000000000fff", false)]
    [InlineData("o:00000000000000fg", false)]
    [InlineData("a:00000000000000ff", false)]
    [InlineData("o", false)]
    [InlineData("", false)]
    public void An_offers_id_is_its_number_in_hex(string id, bool isOne)
    {
        Assert.Equal(isOne, AuctionIds.TryParseOffer(id, out var offer));
        Assert.Equal(isOne ? new OfferId(0xff) : default, offer);
        if (isOne) Assert.Equal(id, AuctionIds.OfOffer(offer));
    }

    [Fact]
    public void An_accounts_id_is_its_name() => Assert.Equal("a:ann", AuctionIds.OfAccount("ann"));
}
