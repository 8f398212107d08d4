using Broker.Actors.Auction;
using Broker.Actors.Auction.Proto;
using Broker.Actors.Tests.Cluster;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Tests.Auction;

public class OfferActorSpec : AuctionStage
{
    private readonly TestProbe _auction, _writes;

    public OfferActorSpec()
    {
        (_auction, _writes) = (CreateTestProbe(), CreateTestProbe());
        Journal.Probe = _writes;
    }

    [Fact]
    public async Task Answers_only_after_the_bid_is_stored_listed_and_published()
    {
        var offer = await CreatedAsync();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        await WritingAsync();
        await ExpectNoMsgAsync(Brief);
        await _auction.ExpectNoMsgAsync(Brief);

        Journal.Release();
        await ExpectMsgAsync<BidFound>();
        var moved = await _auction.ExpectMsgAsync<OfferMoved>();
        Assert.Equal((11m, 2L), (moved.Offer.BidPrice, moved.SequenceNr));
        Assert.Equal("bid 11", await NextPublished());
    }

    [Fact]
    public async Task Stores_what_waited_as_one_event_and_answers_in_the_order_in_which_it_came()
    {
        var offer = await CreatedAsync();
        Journal.Hold();
        foreach (var price in new[] { 11m, 13m, 12m, 14m }) offer.Tell(Bidding(price), TestActor);
        offer.Tell(new AcceptBid(new BidId(Lamp, 3), "ann"), TestActor);
        offer.Tell(Bidding(15), TestActor);
        Assert.Single((await WritingAsync()).Changes);
        Journal.StoreOne();
        Assert.Equal(3, (await WritingAsync()).Changes.Count);
        Journal.StoreOne();

        Assert.Equal(11, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        Assert.Equal(13, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        await ExpectMsgAsync(new Refused(RefuseReason.TooLow) { BidPrice = 13 });
        Assert.Equal(14, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        Assert.True((await ExpectMsgAsync<BidFound>()).Bid.Accepted);
        await ExpectMsgAsync(new Refused(RefuseReason.Sold) { BidPrice = 14 });
        foreach (var expected in new[] { "bid 11", "bid 13", "bid 14", "sold 14" })
            Assert.Equal(expected, await NextPublished());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stops_when_a_bid_cannot_be_stored_and_its_successor_knows_whether_it_is(bool isStored)
    {
        var offer = await CreatedAsync();
        Journal.Hold();
        offer.Tell(Bidding(20), TestActor);
        offer.Tell(Bidding(21), TestActor);
        await WritingAsync();
        Watch(offer);
        Journal.BreakOne(isStored);
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        await ExpectTerminatedAsync(offer);

        Journal.Release();
        var stands = await Ask<OfferFound>(Start(), new GetOffer(Lamp));
        Assert.Equal(isStored ? 20 : 10, stands.Offer.BidPrice);
        await Channels.ExpectNoMsgAsync(Brief);
    }

    [Fact]
    public async Task Of_two_accepts_that_come_at_once_one_wins_and_the_other_bid_is_refused()
    {
        var offer = await CreatedAsync();
        await Ask<BidFound>(offer, Bidding(11));
        await Ask<BidFound>(offer, Bidding(12));
        Journal.Hold();
        offer.Tell(new AcceptBid(new BidId(Lamp, 1), "ann"), TestActor);
        offer.Tell(new AcceptBid(new BidId(Lamp, 2), "ann"), TestActor);
        offer.Tell(new AcceptBid(new BidId(Lamp, 1), "ann"), TestActor);
        Journal.Release();

        Assert.Equal(1u, (await ExpectMsgAsync<BidFound>()).Bid.Id.Place);
        await ExpectMsgAsync(new Refused(RefuseReason.Sold) { BidPrice = 12 });
        Assert.Equal(1u, (await ExpectMsgAsync<BidFound>()).Bid.Id.Place);
    }

    [Theory]
    [InlineData("")]
    [InlineData("snapshot-after = 3")]
    public async Task Knows_each_bid_after_a_restart(string overlay)
    {
        var offer = await CreatedAsync(overlay);
        for (var price = 11; price <= 18; price++) await Ask<BidFound>(offer, Bidding(price));
        await Ask<BidFound>(offer, new AcceptBid(new BidId(Lamp, 2), "ann"));
        var expected = (await Ask<BidPage>(offer, new GetBidPage(Lamp, 0))).Bids;
        await StopAsync(offer);

        var again = Start();
        Assert.Equal(expected, (await Ask<BidPage>(again, new GetBidPage(Lamp, 0))).Bids);
        var stands = await Ask<OfferFound>(again, new GetOffer(Lamp));
        Assert.True(stands.Offer is { Sold: true, BidPrice: 18 });
    }

    [Fact]
    public async Task Shows_no_bid_before_it_is_stored()
    {
        var offer = await CreatedAsync();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        offer.Tell(new GetBidPage(Lamp, 0), TestActor);
        await WritingAsync();
        await ExpectNoMsgAsync(Brief);

        Journal.StoreOne();
        await ExpectMsgAsync<BidFound>();
        Assert.Single((await ExpectMsgAsync<BidPage>()).Bids);
    }

    [Fact]
    public async Task Gives_a_number_back_that_another_offer_has()
    {
        var offer = await CreatedAsync();
        offer.Tell(new Create(Lamp, Offering("vase")), TestActor);

        await _auction.ExpectMsgAsync(new Create(Lamp, Offering("vase")));
        Assert.Equal(TestActor, _auction.Sender);
        Assert.Equal("lamp", (await Ask<OfferFound>(offer, new GetOffer(Lamp))).Offer.Title);
    }

    [Fact]
    public async Task A_change_for_another_nodes_client_is_answered_through_that_nodes_auction()
    {
        var (offer, other) = (await CreatedAsync(), CreateTestProbe());
        offer.Tell(new Change(Bidding(11), other), TestActor);
        offer.Tell(new Change(Bidding(11), other), TestActor);

        var changed = await other.ExpectMsgAsync<Changed>();
        Assert.Equal((11m, 2L, TestActor), (changed.Bid!.BidPrice, changed.Moved.SequenceNr, changed.Client));
        Assert.Equal(changed.Moved, await _auction.ExpectMsgAsync<OfferMoved>());
        await ExpectMsgAsync(new Refused(RefuseReason.TooLow) { BidPrice = 11 });
    }

    [Fact]
    public async Task Decides_and_stores_only_under_a_lease()
    {
        var lease = new SpecLease { MayStore = true };
        var offer = StartEntity(
            OfferActor.PropsFor(With() with { Lease = lease }, _auction), AuctionIds.NameOf(Lamp));
        await Ask<OfferFound>(offer, new Create(Lamp, Offering()));
        await WritingAsync();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        offer.Tell(Bidding(12), TestActor);
        await WritingAsync();
        lease.MayStore = false;
        offer.Tell(new GetOffer(Lamp), TestActor);
        Journal.StoreOne();

        // What was stored was stored under the lease.
        Assert.Equal(11, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
        lease.MayStore = true;
        Assert.Equal(11, (await Ask<OfferFound>(offer, new GetOffer(Lamp))).Offer.BidPrice);
    }

    [Fact]
    public async Task Says_busy_when_too_much_waits()
    {
        var offer = await CreatedAsync("waiting-max = 1");
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        offer.Tell(Bidding(12), TestActor);
        offer.Tell(Bidding(13), TestActor);
        await ExpectMsgAsync(new Refused(RefuseReason.Busy));

        Journal.Release();
        Assert.Equal(11, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        Assert.Equal(12, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
    }

    [Fact]
    public async Task Passivates_when_nothing_is_asked_and_stores_before_it_stops()
    {
        var offer = await CreatedAsync("idle-timeout = 10ms");
        await Parent.ExpectMsgAsync(Passivate.Instance);
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        await WritingAsync();
        Watch(offer);
        offer.Tell(StopEntity.Instance, Parent);
        await ExpectNoMsgAsync(Brief);

        Journal.Release();
        Assert.Equal(11, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        await ExpectTerminatedAsync(offer);
    }

    [Fact]
    public async Task Answers_what_waits_when_it_cannot_recover_and_is_there_again_afterwards()
    {
        await StopAsync(await CreatedAsync());
        Journal.IsAway = true;
        var again = Start();
        Watch(again);
        Assert.Equal(
            new Refused(RefuseReason.Unavailable), await Ask<Refused>(again, new GetOffer(Lamp)));
        await ExpectTerminatedAsync(again);

        Journal.IsAway = false;
        await Ask<OfferFound>(Start(), new GetOffer(Lamp));
    }

    [Fact]
    public async Task Passivates_at_once_where_there_is_no_offer()
    {
        Assert.Equal(new Refused(RefuseReason.Unknown), await Ask<Refused>(Start(), Bidding(11)));
        await Parent.ExpectMsgAsync(Passivate.Instance);
    }

    private IActorRef Start(string overlay = "") =>
        StartEntity(OfferActor.PropsFor(With(overlay), _auction), AuctionIds.NameOf(Lamp));

    private async Task<IActorRef> CreatedAsync(string overlay = "")
    {
        var offer = Start(overlay);
        await Ask<OfferFound>(offer, new Create(Lamp, Offering()));
        await WritingAsync();
        Assert.Equal(1, (await _auction.ExpectMsgAsync<OfferMoved>()).SequenceNr);
        Assert.Equal("created lamp", await NextPublished());
        return offer;
    }

    private async Task<OfferChanged> WritingAsync() => (OfferChanged)Assert.Single(
        (await _writes.ExpectMsgAsync<JournalScript.Writing>()).Events).Event;
}
