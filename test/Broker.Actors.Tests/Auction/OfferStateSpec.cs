using Broker.Actors.Auction;
using Broker.Actors.Auction.Proto;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

public class OfferStateSpec
{
    private static readonly OfferId Id = new(7);
    private static readonly DateTimeOffset Now = SpecTime.Start;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly OfferState _state = new(Id, bidsMax: 3);

    [Theory]
    [InlineData(10, 0, null)]
    [InlineData(10.0001, 1, null)]
    [InlineData(9.9999, 0, RefuseReason.TooLow)]
    [InlineData(10, 1, RefuseReason.TooLow)]
    [InlineData(10, -1, RefuseReason.NotLive)]
    public void Takes_only_bids_above_the_price_of_an_offer_that_is_live(
        double price, int seconds, RefuseReason? reason)
    {
        Do(Create(9.9999m), Now);
        var decision = _state.Decide(Bid((decimal)price), Now + (seconds * Second));
        if (price == 10 && seconds == 1)
        {
            _state.Apply(decision.Event!);
            decision = _state.Decide(Bid(10), Now + Second);
        }
        Assert.Equal(reason, (decision.Answer as Refused)?.Reason);
        Assert.Equal(reason is null, decision.Event is not null);
    }

    [Theory]
    [InlineData(0, 1_000_000_000, null)]
    [InlineData(60, 59, null)]
    [InlineData(60, 60, RefuseReason.Ended)]
    public void Ends_when_its_lifetime_is_over(int lifetime, int seconds, RefuseReason? reason)
    {
        Do(Create(1) with { Lifetime = lifetime * Second }, Now);
        Assert.Equal(reason, (_state.Decide(Bid(2), Now + (seconds * Second)).Answer as Refused)?.Reason);
    }

    [Fact]
    public void A_lifetime_past_the_end_of_time_does_not_end()
    {
        Do(Create(1) with { Lifetime = TimeSpan.MaxValue, GoLive = DateTimeOffset.MaxValue - Second }, Now);
        Assert.IsType<BidFound>(_state.Decide(Bid(2), DateTimeOffset.MaxValue).Answer);
    }

    [Fact]
    public void A_start_in_the_future_is_kept_and_one_in_the_past_is_now()
    {
        Assert.Equal(Now + Second, Stands(Create(1) with { GoLive = Now + Second }).GoLive);
        Assert.Equal(Now, Stands(Create(1) with { GoLive = Now - Second }).GoLive);
        Assert.Equal(Now, Stands(Create(1)).GoLive);

        Offer Stands(CreateOffer request) =>
            ((OfferFound)_state.Decide(new Create(Id, request), Now).Answer).Offer;
    }

    [Fact]
    public void Refusals_carry_the_current_price()
    {
        Do(Create(5), Now);
        Do(Bid(6.50m), Now);
        Assert.Equal(
            new Refused(RefuseReason.TooLow) { BidPrice = 6.50m }, _state.Decide(Bid(6.5m), Now).Answer);
    }

    [Fact]
    public void Only_the_creator_accepts_and_again_is_the_same_and_another_is_too_late()
    {
        Do(Create(5), Now);
        Do(Bid(6, "ann"), Now);
        Do(Bid(7), Now);
        Assert.Equal(RefuseReason.Unknown, Reason(Accept(3)));
        Assert.Equal(RefuseReason.Unknown, Reason(Accept(0)));
        Assert.Equal(RefuseReason.NotCreator, Reason(Accept(1, "bob")));

        var first = Do(Accept(1), Now);
        Assert.True(((BidFound)first).Bid.Accepted);
        var again = _state.Decide(Accept(1), Now);
        Assert.Equal(first, again.Answer);
        Assert.Null(again.Event);
        Assert.Equal(RefuseReason.Sold, Reason(Accept(2)));
        Assert.Equal(RefuseReason.Sold, Reason(Bid(8)));
        Assert.True(_state.Offer!.Sold);
        Assert.Equal([true, false], Bids().Select(bid => bid.Accepted));
        Assert.Equal([6m, 7m], Bids().Select(bid => bid.BidPrice));
    }

    [Fact]
    public void What_is_not_there_is_unknown()
    {
        object[] commands = [Bid(1), Accept(1), new GetOffer(Id), new GetBidPage(Id, 0)];
        Assert.All(commands, command => Assert.Equal(RefuseReason.Unknown, Reason(command)));
    }

    [Fact]
    public void Takes_as_many_bids_as_it_may()
    {
        Do(Create(1), Now);
        for (var price = 2; price <= 4; price++) Do(Bid(price), Now);
        Assert.Equal(RefuseReason.Full, Reason(Bid(5)));
    }

    [Fact]
    public void Gives_its_bids_in_pages_that_fit_between_nodes()
    {
        const int Count = 200;
        var state = new OfferState(Id, bidsMax: Count);
        state.Apply(state.Decide(new Create(Id, Create(1)), Now).Event!);
        for (var price = 2; price < Count + 2; price++)
            state.Apply(state.Decide(Bid(price, new string('ü', 500)), Now).Event!);

        var read = new List<Bid>();
        while (read.Count < Count)
        {
            var page = (BidPage)state.Decide(new GetBidPage(Id, (uint)read.Count), Now).Answer;
            Assert.InRange(page.Bids.Length * 1_000, 1, 64 * 1024);
            read.AddRange(page.Bids);
            Assert.Equal(read.Count == Count, page.IsLast);
        }
        Assert.Equal(
            Enumerable.Range(2, Count).Select(price => (decimal)price), read.Select(bid => bid.BidPrice));
        Assert.Empty(((BidPage)state.Decide(new GetBidPage(Id, uint.MaxValue), Now).Answer).Bids);
    }

    [Fact]
    public void Is_the_same_after_a_snapshot()
    {
        Do(Create(1.50m) with { GoLive = Now.ToOffset(TimeSpan.FromHours(2)) + Second }, Now);
        var later = Now + (2 * Second);
        for (var price = 2; price <= 4; price++) Do(Bid(price), later);
        Do(Accept(2), later);
        var again = new OfferState(Id, bidsMax: 3);

        Assert.True(again.Restore(_state.ToSnapshot()));

        Assert.Equal(_state.Offer, again.Offer);
        Assert.Equal(Bids(), ((BidPage)again.Decide(new GetBidPage(Id, 0), Now).Answer).Bids);
    }

    [Fact]
    public void Takes_no_event_that_cannot_have_happened()
    {
        var offer = new Offer(Id, 1, Now, default, "", "", "", Sold: false);
        var created = new OfferChange { Created = CreatedOffer.Of(offer) };
        var placed = new OfferChange
        {
            Placed = PlacedBid.Of(new Bid(new BidId(Id, 1), 1, "bob", Now, Accepted: false)),
        };
        var sold = new OfferChange { Sold = new SoldOffer { Place = 1 } };
        Assert.False(_state.Apply(placed));
        Assert.False(_state.Apply(sold));
        Assert.False(_state.Apply(new OfferChange()));
        Do(Create(1), Now);
        Assert.False(_state.Apply(sold));
        Assert.False(_state.Apply(created));
        var snapshot = _state.ToSnapshot();
        snapshot.Accepted = 1;
        Assert.False(new OfferState(Id, bidsMax: 3).Restore(snapshot));
    }

    private object Do(object command, DateTimeOffset now)
    {
        var decision = _state.Decide(command is CreateOffer create ? new Create(Id, create) : command, now);
        Assert.NotNull(decision.Happened);
        Assert.True(_state.Apply(decision.Event!));
        return decision.Answer;
    }

    private RefuseReason Reason(object command) => ((Refused)_state.Decide(command, Now).Answer).Reason;

    private Bid[] Bids() => ((BidPage)_state.Decide(new GetBidPage(Id, 0), Now).Answer).Bids;

    private static CreateOffer Create(decimal price) => new("ann", price, "lamp", "", TimeSpan.Zero, null);

    private static PlaceBid Bid(decimal price, string by = "bob") => new(Id, by, price);

    private static AcceptBid Accept(uint place, string by = "ann") => new(new BidId(Id, place), by);
}
