using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>All actors of the auction together.</summary>
public class AuctionActorSpec : AuctionStage
{
    private static readonly ListOffers All = new(OfferSort.BidPrice, Descending: true, Page: 0, Size: 10);
    private ulong _number = 100;

    [Fact]
    public async Task Every_change_is_in_a_list_that_is_asked_for_after_its_answer()
    {
        var auction = Start();
        var lamp = (await Ask<OfferFound>(auction, Offering("lamp", 10))).Offer;
        Assert.Equal([lamp], await ListedAsync(auction));
        var vase = (await Ask<OfferFound>(auction, Offering("vase", 20))).Offer;
        Assert.Equal([vase, lamp], await ListedAsync(auction));

        var bid = (await Ask<BidFound>(auction, Bidding(30, offer: lamp.Id))).Bid;
        Assert.Equal([lamp with { BidPrice = 30 }, vase], await ListedAsync(auction));
        await Ask<BidFound>(auction, new AcceptBid(bid.Id, "ann"));
        Assert.Equal([lamp with { BidPrice = 30, Sold = true }, vase], await ListedAsync(auction));
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        var auction = Start();
        await Ask<SignedUp>(auction, new SignUp("ann", "1"));
        await Ask<SignedUp>(auction, new SignUp("Ann", "2"));

        Assert.Equal(
            new Refused(RefuseReason.NameTaken), await Ask<Refused>(auction, new SignUp("ann", "3")));
        Assert.Equal(new AccountFound("ann", "1"), await Ask<AccountFound>(auction, new FindAccount("ann")));
        Assert.Equal(new Refused(RefuseReason.Unknown), await Ask<Refused>(auction, new FindAccount("ANN")));
        Assert.Equal(new Refused(RefuseReason.Unknown), await Ask<Refused>(auction, new FindAccount("")));
    }

    [Theory]
    [InlineData("list-write-interval = 10s")]
    [InlineData("list-write-interval = 1ms")]
    public async Task All_is_there_after_a_restart_be_its_rows_written_or_not(string overlay)
    {
        var auction = Start(overlay);
        var lamp = (await Ask<OfferFound>(auction, Offering("lamp", 10))).Offer;
        var vase = (await Ask<OfferFound>(auction, Offering("vase", 20))).Offer;
        await Ask<BidFound>(auction, Bidding(30, offer: lamp.Id));
        var expected = await ListedAsync(auction);
        if (overlay.Contains("1ms", StringComparison.Ordinal))
            await AwaitAssertAsync(() => Assert.Equal(2, Tables.Rows.Count));
        await StopAsync(auction);

        var again = Start();
        Assert.Equal(expected, await ListedAsync(again));
        Assert.Equal(vase, (await Ask<OfferFound>(again, new GetOffer(vase.Id))).Offer);
        Assert.Equal(30, Assert.Single((await Ask<Bids>(again, new GetBids(lamp.Id))).Highest).BidPrice);
        await AwaitAssertAsync(() => Assert.Equal(2, Tables.Rows.Count));
    }

    [Fact]
    public async Task A_row_follows_its_offer_and_never_goes_back()
    {
        var auction = Start("list-write-interval = 1ms");
        var lamp = (await Ask<OfferFound>(auction, Offering("lamp", 10))).Offer;
        for (var price = 11; price <= 20; price++)
            await Ask<BidFound>(auction, Bidding(price, offer: lamp.Id));

        await AwaitAssertAsync(() => Assert.Equal(11, Assert.Single(Tables.Rows.Values).SequenceNr));
    }

    [Fact]
    public async Task Rows_are_written_when_the_store_is_there_again()
    {
        var auction = Start("list-write-interval = 1ms");
        await ListedAsync(auction);
        Journal.Hold();
        auction.Tell(Offering("lamp"), TestActor);
        await AwaitAssertAsync(() => Assert.True(Journal.IsSomethingHeld));
        Journal.IsAway = true;
        Journal.Release();
        await ExpectMsgAsync<OfferFound>();
        Assert.Empty(Tables.Rows);

        Journal.IsAway = false;
        await AwaitAssertAsync(() => Assert.Single(Tables.Rows));
    }

    [Fact]
    public async Task A_number_that_an_earlier_process_gave_is_given_to_no_other_offer()
    {
        var first = Start();
        var lamp = (await Ask<OfferFound>(first, Offering("lamp"))).Offer;
        await StopAsync(first);
        _number = 100;
        var vase = (await Ask<OfferFound>(Start(), Offering("vase"))).Offer;

        Assert.NotEqual(lamp.Id, vase.Id);
    }

    [Fact]
    public async Task Lists_are_refused_while_the_store_cannot_be_read()
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
            new SignUp("annie", ""), new SignUp("", ""), Bidding(11, "bobby"),
        ];
        foreach (var request in bad)
            Assert.Equal(new Refused(RefuseReason.BadText), await Ask<Refused>(auction, request));
        await Ask<OfferFound>(auction, Offering("lamp"));
    }

    [Fact]
    public async Task Takes_as_many_offers_as_it_may_those_of_earlier_processes_counted()
    {
        var first = Start();
        await Ask<OfferFound>(first, Offering());
        await StopAsync(first);
        var auction = Start("offers-max = 2");
        await ListedAsync(auction);
        await Ask<OfferFound>(auction, Offering());
        await ListedAsync(auction);

        Assert.Equal(new Refused(RefuseReason.Full), await Ask<Refused>(auction, Offering()));
    }

    [Fact]
    public async Task Takes_as_many_accounts_as_it_may_those_of_earlier_processes_counted()
    {
        var first = Start();
        await Ask<SignedUp>(first, new SignUp("ann", ""));
        await StopAsync(first);
        var auction = Start("accounts-max = 2");
        await Ask<SignedUp>(auction, new SignUp("bob", ""));

        await AwaitAssertAsync(async () => Assert.Equal(
            new Refused(RefuseReason.Full), await Ask<object>(auction, new SignUp("bob", ""))));
    }

    [Fact]
    public async Task Has_actors_for_as_many_offers_as_it_may_and_serves_all_of_them()
    {
        var auction = Start("alive-max = 2");
        var offers = new List<OfferId>();
        for (var i = 0; i < 10; i++)
            offers.Add((await Ask<OfferFound>(auction, Offering($"lamp {i}"))).Offer.Id);

        foreach (var offer in offers)
            Assert.Equal(20, (await Ask<BidFound>(auction, Bidding(20, offer: offer))).Bid.BidPrice);
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
        Sys.ActorOf(AuctionActor.PropsFor(With(overlay), Entities, () => new OfferId(++_number)));

    private async Task<IReadOnlyList<Offer>> ListedAsync(IActorRef auction) =>
        (await Ask<Offers>(auction, All)).Page;
}
