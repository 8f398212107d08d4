using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>One offer where other nodes append to its stream; the spec is those.</summary>
public class SharedOfferSpec : AuctionStage
{
    private readonly TestProbe _registry, _index, _appends;

    public SharedOfferSpec()
    {
        (_registry, _index, _appends) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Journal.Probe = _appends;
        Journal.IsShared = true;
    }

    [Fact]
    public async Task A_bid_that_others_are_faster_than_again_and_again_is_decided_on_anew_each_time()
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(100), TestActor);
        for (var price = 11; price <= 20; price++)
        {
            await Appending();
            Rival(price);
            Journal.StoreOne();
        }
        Assert.Equal(11, (await Appending()).ExpectedVersion);
        Journal.StoreOne();

        var bid = (await ExpectMsgAsync<BidFound>()).Bid;
        Assert.Equal((11u, 100m), (bid.Id.Place, bid.BidPrice));
    }

    [Fact]
    public async Task After_its_time_it_is_told_busy_and_who_came_later_goes_on()
    {
        var offer = await Created("decide-within = 2s");
        Journal.Hold();
        offer.Tell(Bidding(100), TestActor);
        await Appending();
        Time.Advance(TimeSpan.FromSeconds(2));
        offer.Tell(Bidding(50), TestActor);
        Rival(11);
        Journal.StoreOne();
        await ExpectMsgAsync(new Refused(RefuseReason.Busy));

        await Appending();
        Journal.StoreOne();
        Assert.Equal(50, (await ExpectMsgAsync<BidFound>()).Bid.BidPrice);
    }

    [Fact]
    public async Task What_it_says_is_as_it_stands_at_every_node_when_it_is_asked()
    {
        var offer = await Created();
        Rival(15);
        Assert.Equal(15, (await Ask<OfferFound>(offer, new GetOffer(Lamp))).Offer.BidPrice);
        Rival(20);
        var bids = (await Ask<Bids>(offer, new GetBids(Lamp))).Highest;
        Assert.Equal([20m, 15m], bids.Select(bid => bid.BidPrice));
        Rival(25);
        Assert.Equal(
            new Refused(RefuseReason.TooLow) { BidPrice = 25 }, await Ask<Refused>(offer, Bidding(5)));
        Rival(30);
        Assert.Equal(
            new Refused(RefuseReason.TooLow) { BidPrice = 30 }, await Ask<Refused>(offer, Bidding(28)));
        Smuggle(new OfferEvent.Sold(1));
        Assert.Equal(
            new Refused(RefuseReason.Sold) { BidPrice = 30 }, await Ask<Refused>(offer, Bidding(100)));
    }

    [Fact]
    public async Task A_bid_on_an_offer_that_was_made_meanwhile_at_another_node_is_taken()
    {
        var offer = Start();
        Assert.Equal(new Refused(RefuseReason.Unknown), await Ask<Refused>(offer, Bidding(11)));
        Smuggle(new OfferEvent.Created(10, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"));

        Assert.Equal(1u, (await Ask<BidFound>(offer, Bidding(11))).Bid.Id.Place);
    }

    [Fact]
    public async Task Looks_once_for_all_that_wait_and_also_when_it_has_just_stored_something()
    {
        var offer = await Created();
        Journal.Hold();
        offer.Tell(Bidding(11), TestActor);
        await Appending();
        for (var i = 0; i < 5; i++) offer.Tell(new GetOffer(Lamp), TestActor);
        offer.Tell(Bidding(12), TestActor);
        var before = Journal.Reads;
        Journal.StoreOne();
        await Appending();

        Assert.Equal(before + 1, Journal.Reads);
        Journal.StoreOne();
        await ExpectMsgAsync<BidFound>();
        for (var i = 0; i < 5; i++)
            Assert.Equal(11, (await ExpectMsgAsync<OfferFound>()).Offer.BidPrice);
        await ExpectMsgAsync<BidFound>();
    }

    [Fact]
    public async Task Publishes_and_lists_only_what_it_stored_itself_and_once()
    {
        var offer = await Created();
        Rival(15);
        await Ask<OfferFound>(offer, new GetOffer(Lamp));
        Rival(16);
        await Ask<BidFound>(offer, Bidding(17));

        Assert.Equal("bid 17", await NextPublished());
        Assert.Equal(17, (await _index.ExpectMsgAsync<OfferChanged>()).Offer.BidPrice);
        await Channels.ExpectNoMsgAsync(Brief);
        await _index.ExpectNoMsgAsync(Brief);
    }

    [Fact]
    public async Task Gives_a_number_back_that_another_node_gave_at_the_same_time()
    {
        var offer = Start();
        Journal.Hold();
        offer.Tell(new Create(Lamp, Offering("vase")), TestActor);
        Assert.Equal(0, (await Appending()).ExpectedVersion);
        Smuggle(new OfferEvent.Created(10, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"));
        Journal.StoreOne();

        await _registry.ExpectMsgAsync(Offering("vase"));
        Assert.Equal(TestActor, _registry.Sender);
        Assert.Equal("lamp", (await Ask<OfferFound>(offer, new GetOffer(Lamp))).Offer.Title);
    }

    [Fact]
    public async Task Still_knows_each_bid_when_another_node_has_kept_all_in_one_piece_and_trimmed_it()
    {
        var one = await Created("snapshot-after = 3");
        var other = Start("snapshot-after = 3");
        for (var price = 11; price <= 30; price++)
            await Ask<BidFound>(price % 5 == 0 ? one : other, Bidding(price));
        await Ask<BidFound>(one, new AcceptBid(new BidId(Lamp, 2), "ann"));

        Assert.True(Journal.Events.Count < 10);
        var expected = (await Ask<Bids>(one, new GetBids(Lamp))).Highest;
        Assert.Equal(20, expected.Count);
        Assert.Equal(expected, (await Ask<Bids>(other, new GetBids(Lamp))).Highest);
    }

    private void Rival(decimal price) => Smuggle(new OfferEvent.Placed(price, "eve", SpecTime.Start));

    private void Smuggle(OfferEvent happened) =>
        Journal.Smuggle(OfferStream.NameOf(Lamp), OfferEventCodec.Write(happened));

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
