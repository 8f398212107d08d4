using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class AuctionChecksSpec
{
    private static readonly Answer Read = new("read", 0, From(50, 51), 200);

    [Fact]
    public void Rising_bids_and_one_sale_are_clean() => IsClean(Sold("b2") with
    {
        OfferReads =
        [
            Kept(0, true, ("b2", 3, true), ("b1", 2, false)),
            Kept(1, true, ("b2", 3, true), ("b1", 2, false)),
        ],
    });

    [Fact]
    public void A_bid_that_is_not_kept_is_lost() => IsFound("lost", Sold("b2") with
    {
        OfferReads = [Kept(0, true, ("b2", 3, true))],
    });

    [Fact]
    public void An_offer_that_is_not_there_is_lost() => Assert.Contains(
        Checker.Find(Sold("b2") with
        {
            OfferReads = [new OfferRead("o", Read with { Status = 404 }, 0, false, [])],
        }),
        violation => violation.Kind == "lost");

    [Fact]
    public void Two_bids_of_one_price_are_two_winners() => IsFound("two winners", Sold() with
    {
        Bids = [new Bid("o", "b1", 2, Ok(2, 5)), new Bid("o", "b2", 2, Ok(3, 4, node: 1))],
    });

    [Fact]
    public void A_bid_below_one_that_was_taken_before_is_found() => IsFound("two winners", Sold() with
    {
        Bids = [new Bid("o", "b1", 5, Ok(2, 3)), new Bid("o", "b2", 4, Ok(4, 5, node: 1))],
    });

    [Fact]
    public void Two_sales_of_one_offer_are_found() => IsFound("two winners", Sold("b1", "b2"));

    [Fact]
    public void A_sale_that_is_not_kept_is_found() => IsFound("sale lost", Sold("b2") with
    {
        OfferReads = [Kept(0, false, ("b2", 3, false), ("b1", 2, false))],
    });

    [Fact]
    public void A_bid_on_what_was_sold_is_found() => IsFound("bid on sold", Sold("b2") with
    {
        Bids = [new Bid("o", "b2", 2, Ok(2, 3)), new Bid("o", "b3", 9, Ok(20, 21))],
    });

    [Fact]
    public void Nodes_that_say_different_things_are_found() => IsFound("nodes differ", Sold() with
    {
        OfferReads =
        [
            Kept(0, false, ("b2", 3, false), ("b1", 2, false)),
            Kept(1, false, ("b3", 4, false), ("b2", 3, false), ("b1", 2, false)),
        ],
    });

    private static History Sold(params string[] bids) => new()
    {
        Offers = [new OfferMade("o", 1, Ok(0, 1))],
        Bids = [new Bid("o", "b1", 2, Ok(2, 3)), new Bid("o", "b2", 3, Ok(4, 5, node: 1))],
        Acceptances = [.. bids.Select(bid => new Acceptance("o", bid, Ok(10, 11)))],
    };

    private static OfferRead Kept(
        int node, bool isSold, params (string Id, decimal Price, bool IsAccepted)[] bids) =>
        new("o", Read with { Node = node }, bids[0].Price, isSold,
            [.. bids.Select(bid => new OfferRead.KeptBid(bid.Id, bid.Price, bid.IsAccepted))]);
}
