using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>All actors of the auction together.</summary>
public class AuctionActorSpec : AuctionStage
{
    private static readonly ListOffers All = new(OfferSort.BidPrice, Descending: true, Page: 0, Size: 10);
    private ulong _number = 100;

    [Fact]
    public async Task Every_change_is_in_a_list_that_is_asked_for_behind_its_answer()
    {
        var auction = Start();
        var lamp = (await Ask<OfferFound>(auction, Offering("lamp", 10))).Offer;
        Assert.Equal([lamp], await Listed(auction));
        var vase = (await Ask<OfferFound>(auction, Offering("vase", 20))).Offer;
        Assert.Equal([vase, lamp], await Listed(auction));

        var bid = (await Ask<BidFound>(auction, Bidding(30, offer: lamp.Id))).Bid;
        Assert.Equal([lamp with { BidPrice = 30 }, vase], await Listed(auction));
        await Ask<BidFound>(auction, new AcceptBid(bid.Id, "ann"));
        Assert.Equal([lamp with { BidPrice = 30, Sold = true }, vase], await Listed(auction));
    }

    [Fact]
    public async Task All_is_there_after_a_restart_and_the_list_waits_for_it()
    {
        var auction = Start();
        var lamp = (await Ask<OfferFound>(auction, Offering("lamp", 10))).Offer;
        var vase = (await Ask<OfferFound>(auction, Offering("vase", 20))).Offer;
        await Ask<BidFound>(auction, Bidding(30, offer: lamp.Id));
        var expected = await Listed(auction);

        var again = Start();
        Assert.Equal(expected, await Listed(again));
        Assert.Equal(vase, (await Ask<OfferFound>(again, new GetOffer(vase.Id))).Offer);
        Assert.Equal(30, Assert.Single((await Ask<Bids>(again, new GetBids(lamp.Id))).Highest).BidPrice);
    }

    [Fact]
    public async Task A_number_that_an_earlier_process_gave_is_given_to_no_other_offer()
    {
        var lamp = (await Ask<OfferFound>(Start(), Offering("lamp"))).Offer;
        _number = 100;
        var vase = (await Ask<OfferFound>(Start(), Offering("vase"))).Offer;

        Assert.NotEqual(lamp.Id, vase.Id);
    }

    [Fact]
    public async Task An_offer_that_has_lost_something_is_not_listed()
    {
        var lamp = (await Ask<OfferFound>(Start(), Offering("lamp"))).Offer;
        Journal.AddHole(OfferStream.NameOf(lamp.Id));

        Assert.Empty(await Listed(Start()));
    }

    [Fact]
    public async Task Lists_are_refused_while_the_journal_cannot_be_read()
    {
        Journal.IsAway = true;
        Assert.Equal(new Refused(RefuseReason.Unavailable), await Ask<Refused>(Start(), All));
    }

    [Fact]
    public async Task Refuses_texts_that_are_too_long_or_would_not_come_back()
    {
        var auction = Start("title-bytes-max = 4, username-bytes-max = 4, photo-url-bytes-max = 20");
        object[] bad =
        [
            Offering("lampe"), Offering("läm€"), Offering("\ud800"), Offering(by: "annie"),
            Offering() with { PhotoUrl = new string('p', 21) },
            new SignUp("annie", ""), Bidding(11, "bobby"),
        ];
        foreach (var request in bad)
            Assert.Equal(new Refused(RefuseReason.BadText), await Ask<Refused>(auction, request));
        await Ask<OfferFound>(auction, Offering("lamp"));
    }

    [Fact]
    public async Task Takes_as_many_offers_as_it_may_those_of_earlier_processes_counted()
    {
        await Ask<OfferFound>(Start(), Offering());
        var auction = Start("offers-max = 2");
        await Listed(auction);
        await Ask<OfferFound>(auction, Offering());
        await Listed(auction);

        Assert.Equal(new Refused(RefuseReason.Full), await Ask<Refused>(auction, Offering()));
    }

    [Fact]
    public async Task Stores_nothing_that_could_not_be_published()
    {
        var auction = Start();
        var lamp = (await Ask<OfferFound>(auction, Offering())).Offer;
        Assert.True(Budget.TryEnter((1 << 20) - (int)Budget.Bytes - 128));

        Assert.Equal(
            new Refused(RefuseReason.Busy), await Ask<Refused>(auction, Bidding(11, offer: lamp.Id)));
        await Ask<OfferFound>(auction, new GetOffer(lamp.Id));
    }

    [Fact]
    public void Numbers_are_in_the_order_of_time_and_differ_within_one_moment()
    {
        var numbers = Enumerable.Range(0, 100).Select(_ => OfferNumbers.Next(Time).Number).ToHashSet();
        Assert.True(numbers.Count > 95);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(OfferNumbers.Next(Time).Number > numbers.Max());
    }

    private IActorRef Start(string overlay = "") =>
        Sys.ActorOf(AuctionActor.PropsFor(Around(overlay), () => new OfferId(++_number)));

    private async Task<IReadOnlyList<Offer>> Listed(IActorRef auction) =>
        (await Ask<Offers>(auction, All)).Page;
}
