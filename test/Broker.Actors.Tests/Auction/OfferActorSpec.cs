using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Auction;

public class OfferActorSpec : AuctionStage
{
    private readonly TestProbe _registry, _index, _appends;

    public OfferActorSpec()
    {
        (_registry, _index, _appends) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Journal.Probe = _appends;
    }

    [Fact]
    public async Task Answers_only_after_the_bid_is_stored_listed_and_published()
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        await Appending();
        await ExpectNoMsgAsync(Brief);
        await _index.ExpectNoMsgAsync(Brief);

        Journal.Release();
        await ExpectMsgAsync<BidFound>();
        Assert.Equal(11, (await _index.ExpectMsgAsync<OfferChanged>()).Offer.BidPrice);
        Assert.Equal("bid 11", await NextPublished());
    }

    [Fact]
    public async Task Stores_what_waited_in_one_append_and_answers_in_the_order_in_which_it_came()
    {
        var offer = await Created();
        Journal.Hold();
        foreach (var price in new[] { 11m, 13m, 12m, 14m }) offer.Tell(Bidding(price), TestActor);
        offer.Tell(new AcceptBid(new BidId(Lamp, 3), "ann"), TestActor);
        offer.Tell(Bidding(15), TestActor);
        Assert.Single((await Appending()).Events);
        Journal.StoreOne();
        Assert.Equal(3, (await Appending()).Events.Count);
        Journal.StoreOne();

        Assert.Equal(11, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        Assert.Equal(13, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        await ExpectMsgAsync(new Refused(RefuseReason.TooLow) { BidPrice = 13 });
        Assert.Equal(14, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
        Assert.True((await ExpectMsgAsync<BidFound>()).Bid.Accepted);
        await ExpectMsgAsync(new Refused(RefuseReason.Sold) { BidPrice = 14 });
        Assert.Equal("bid 11", await NextPublished());
        Assert.Equal("bid 13", await NextPublished());
        Assert.Equal("bid 14", await NextPublished());
        Assert.Equal("sold 14", await NextPublished());
    }

    [Theory]
    [InlineData(RejectReason.Busy, RefuseReason.Busy)]
    [InlineData(RejectReason.Unavailable, RefuseReason.Unavailable)]
    [InlineData(RejectReason.Damaged, RefuseReason.Unavailable)]
    public async Task Takes_back_what_the_journal_refused(RejectReason reason, RefuseReason expected)
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(20), TestActor);
        await Appending();
        Journal.RefuseOne(reason);
        await ExpectMsgAsync(new Refused(expected));

        Journal.Release();
        var stands = await Ask<BidFound>(offer, Bidding(11));
        Assert.Equal((1u, 11m), (stands.Bid.Id.Place, stands.Bid.BidPrice));
        await Channels.ExpectMsgAsync<Broker.Actors.Channels.ChannelProtocol.Publish>();
        await Channels.ExpectNoMsgAsync(Brief);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reads_anew_when_nobody_knows_whether_a_bid_was_stored(bool isStored)
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(20), TestActor);
        await Appending();
        Journal.BreakOne(isStored);
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));

        Journal.Release();
        Assert.Equal(isStored ? 20 : 10, (await Ask<OfferFound>(offer, new GetOffer(Lamp))).Offer.BidPrice);
    }

    [Fact]
    public async Task Decides_again_when_somebody_else_was_faster()
    {
        var offer = await Created();
        Journal.Smuggle(OfferStream.NameOf(Lamp), OfferEventCodec.Write(
            new OfferEvent.Placed(15, "eve", SpecTime.Start)));

        await Ask<Refused>(offer, Bidding(12));
        Assert.Equal(2u, (await Ask<BidFound>(offer, Bidding(16))).Bid.Id.Place);
    }

    [Fact]
    public async Task Of_two_accepts_that_come_at_once_one_wins_and_the_other_bid_is_refused()
    {
        var offer = await Created();
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

    [Fact]
    public async Task Keeps_all_of_it_in_one_piece_after_many_bids_and_trims_them_and_still_knows_each()
    {
        var offer = await Created("snapshot-after = 3");
        for (var price = 11; price <= 18; price++) await Ask<BidFound>(offer, Bidding(price));
        await Ask<BidFound>(offer, new AcceptBid(new BidId(Lamp, 2), "ann"));
        var expected = (await Ask<Bids>(offer, new GetBids(Lamp))).Highest;

        Assert.True(Journal.Events.Count < 6);
        var again = Start();
        Assert.Equal(expected, (await Ask<Bids>(again, new GetBids(Lamp))).Highest);
        var stands = await Ask<OfferFound>(again, new GetOffer(Lamp));
        Assert.True(stands.Offer is { Sold: true, BidPrice: 18 });
        await ListsAsItStands();
    }

    [Fact]
    public async Task Shows_nobody_what_is_not_stored()
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        offer.Tell(new GetBids(Lamp), TestActor);
        await Appending();
        await ExpectNoMsgAsync(Brief);

        Journal.RefuseOne(RejectReason.Unavailable);
        await ExpectMsgAsync<Refused>();
        Assert.Empty((await ExpectMsgAsync<Bids>()).Highest);
    }

    [Fact]
    public async Task Gives_a_number_back_that_another_offer_has()
    {
        var offer = await Created();
        offer.Tell(new Create(Lamp, Offering("vase")), TestActor);

        await _registry.ExpectMsgAsync(Offering("vase"));
        Assert.Equal(TestActor, _registry.Sender);
        Assert.Equal("lamp", (await Ask<OfferFound>(offer, new GetOffer(Lamp))).Offer.Title);
    }

    [Fact]
    public async Task Says_busy_when_too_much_waits()
    {
        var offer = await Created("waiting-max = 1");
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
    public async Task Does_not_stop_while_a_bid_is_being_stored_and_tells_who_waits_when_it_is_stopped()
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        await Appending();
        offer.Tell(StopIfIdle.Instance, _registry);
        await _registry.ExpectMsgAsync(new OfferInUse(Lamp));

        Sys.Stop(offer);
        await ExpectMsgAsync(new Refused(RefuseReason.Unavailable));
    }

    [Fact]
    public async Task Is_unavailable_while_its_stream_cannot_be_read_and_there_again_afterwards()
    {
        await Created();
        var again = Start();
        Journal.IsAway = true;
        await Ask<Refused>(again, new GetOffer(Lamp));

        Journal.IsAway = false;
        await Ask<OfferFound>(again, new GetOffer(Lamp));
    }

    [Fact]
    public async Task A_number_that_nobody_has_needs_no_actor()
    {
        var offer = Start();
        Assert.Equal(new Refused(RefuseReason.Unknown), await Ask<Refused>(offer, Bidding(11)));
        await _registry.ExpectMsgAsync(new OfferIdle(Lamp));
    }

    private async Task ListsAsItStands()
    {
        var index = (await OfferFold.RunAsync(Journal, Durability.File, CancellationToken.None)).Index;
        var listed = Assert.Single(index.Page(new ListOffers(OfferSort.Title, false, 0, 10)));
        Assert.True(listed is { Sold: true, BidPrice: 18, Title: "lamp" });
    }

    private IActorRef Start(string overlay = "") =>
        _registry.ChildActorOf(OfferActor.PropsFor(Lamp, Around(overlay), _index));

    private async Task<IActorRef> Created(string overlay = "")
    {
        var offer = Start(overlay);
        await Ask<OfferFound>(offer, new Create(Lamp, Offering()));
        await _index.ExpectMsgAsync<OfferChanged>();
        Assert.Equal("created lamp", await NextPublished());
        return offer;
    }

    private async Task<Append> Appending() => await _appends.ExpectMsgAsync<Append>();
}
