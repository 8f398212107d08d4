using Broker.Actors.Auction;
using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>Two nodes' auctions over one journal.</summary>
public class SharedAuctionSpec : AuctionStage
{
    private static readonly ListOffers All = new(OfferSort.BidPrice, Descending: true, Page: 0, Size: 10);
    private ulong _number = 100;

    public SharedAuctionSpec() => Journal.IsShared = true;

    [Fact]
    public async Task What_one_answered_the_other_knows_at_once()
    {
        var (one, other) = (Start(), Start());
        await Ask<SignedUp>(one, new SignUp("ann", "hash"));
        await Ask<AccountFound>(other, new FindAccount("ann"));
        var lamp = (await Ask<OfferFound>(one, Offering("lamp"))).Offer;
        Assert.Equal([lamp], await Listed(other));
        var vase = (await Ask<OfferFound>(other, Offering("vase"))).Offer;
        Assert.Equal([lamp, vase], await Listed(one));

        var bid = (await Ask<BidFound>(other, Bidding(30, offer: vase.Id))).Bid;
        Assert.Equal([vase with { BidPrice = 30 }, lamp], await Listed(one));
        await Ask<BidFound>(one, new AcceptBid(bid.Id, "ann"));
        Assert.Equal([vase with { BidPrice = 30, Sold = true }, lamp], await Listed(other));
    }

    [Fact]
    public async Task A_list_waits_until_it_has_heard_of_all_that_was_stored_before()
    {
        var auction = Start();
        await Listed(auction);
        Journal.Quiet(true);
        Smuggle(new OfferEvent.Created(10, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"));
        auction.Tell(All, TestActor);
        auction.Tell(All, TestActor);
        await ExpectNoMsgAsync(Brief);

        Journal.Quiet(false);
        Assert.Equal("lamp", Assert.Single((await ExpectMsgAsync<Offers>()).Page).Title);
        Assert.Single((await ExpectMsgAsync<Offers>()).Page);
    }

    [Fact]
    public async Task A_list_that_waits_for_too_long_is_refused_and_a_later_one_is_not()
    {
        var auction = Start("list-within = 1ms");
        await AwaitListed(auction);
        Journal.Quiet(true);
        Smuggle(new OfferEvent.Created(10, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"));
        Assert.Equal(new Refused(RefuseReason.Unavailable), await Ask<Refused>(auction, All));

        Journal.Quiet(false);
        Assert.Single(await AwaitListed(auction));
    }

    [Fact]
    public async Task A_list_does_not_wait_for_ever_for_what_was_trimmed_before_it_could_be_met()
    {
        var auction = Start("list-within = 1ms");
        await AwaitListed(auction);
        Journal.Quiet(true);
        var elsewhere = StreamName.Parse("elsewhere");
        Journal.Smuggle(elsewhere, new Event(1, default));
        await Journal.TrimAsync(new Trim(elsewhere, 2));
        Journal.Quiet(false);

        Assert.Empty(await AwaitListed(auction));
    }

    [Fact]
    public async Task Goes_on_listening_where_it_was_when_the_journal_was_away()
    {
        var auction = Start();
        await Listed(auction);
        await EventFilter.Error(contains: "list of offers").ExpectOneAsync(() =>
        {
            Journal.IsAway = true;
            Smuggle(new OfferEvent.Created(10, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"));
            return Task.CompletedTask;
        });
        Assert.Equal(new Refused(RefuseReason.Unavailable), await Ask<Refused>(auction, All));
        Journal.IsAway = false;

        Assert.Single(await Listed(auction));
    }

    [Fact]
    public async Task Never_shows_an_older_price_again_nor_something_sold_as_open()
    {
        var list = Sys.ActorOf(OfferIndexActor.PropsFor(Around()));
        Smuggle(new OfferEvent.Created(10, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"));
        var lamp = Assert.Single(await Listed(list));
        Journal.Quiet(true);
        Smuggle(new OfferEvent.Placed(15, "eve", SpecTime.Start));
        list.Tell(new OfferChanged(lamp with { BidPrice = 20, Sold = true }));
        Journal.Quiet(false);
        list.Tell(new OfferChanged(lamp));

        Assert.Equal([lamp with { BidPrice = 20, Sold = true }], await Listed(list));
    }

    [Fact]
    public async Task Knows_an_offer_of_another_node_also_by_what_that_has_kept_of_it_in_one_piece()
    {
        var list = Sys.ActorOf(OfferIndexActor.PropsFor(Around()));
        Assert.Empty(await Listed(list));
        Smuggle(new OfferEvent.Kept(
            new OfferEvent.Created(20, SpecTime.Start, TimeSpan.Zero, "", "lamp", "ann"), 1,
            [new OfferEvent.Placed(20, "eve", SpecTime.Start)], Accepted: 1));

        Assert.True(Assert.Single(await Listed(list)) is { Sold: true, BidPrice: 20 });
    }

    private void Smuggle(OfferEvent happened) =>
        Journal.Smuggle(OfferStream.NameOf(Lamp), OfferEventCodec.Write(happened));

    private IActorRef Start(string overlay = "") =>
        Sys.ActorOf(AuctionActor.PropsFor(Around(overlay), () => new OfferId(++_number)));

    private async Task<IReadOnlyList<Offer>> Listed(IActorRef auction) =>
        (await Ask<Offers>(auction, All)).Page;

    private async Task<IReadOnlyList<Offer>> AwaitListed(IActorRef auction)
    {
        for (var tried = 0; tried < 1000; tried++)
            if (await Ask<object>(auction, All) is Offers offers) return offers.Page;
        throw new TimeoutException("the list is refused for ever");
    }
}
