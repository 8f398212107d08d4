using Broker.Actors.Auction;
using Broker.Actors.Ids;
using Broker.Journal.Postgres;
using Broker.Postgres.TestKit;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>Two nodes' auctions over one PostgreSQL.</summary>
public sealed class PostgresAuctionSpec : AuctionStage
{
    private const int BiddersEach = 8;
    private const int BidsEach = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ListOffers All = new(OfferSort.BidPrice, Descending: true, Page: 0, Size: 10);

    [SkippableFact]
    public async Task Bids_on_one_offer_at_both_are_one_rising_order_of_which_all_that_was_answered_is_there()
    {
        await using var nodes = await NodesAsync();
        var (one, other) = (Start(nodes.One), Start(nodes.Other));
        var lamp = (await one.Ask<OfferFound>(Offering(price: 1), Patience)).Offer;
        var answers = (await Task.WhenAll(Enumerable.Range(0, 2 * BiddersEach).Select(bidder =>
            BidAsync(bidder % 2 == 0 ? one : other, lamp.Id, bidder)))).SelectMany(own => own).ToList();

        var bids = (await other.Ask<Bids>(new GetBids(lamp.Id), Patience)).Highest.Reverse().ToList();
        Assert.Equal(
            bids, answers.OfType<BidFound>().Select(stands => stands.Bid).OrderBy(bid => bid.Id.Place));
        Assert.Equal(Enumerable.Range(1, bids.Count), bids.Select(bid => (int)bid.Id.Place));
        Assert.All(bids.Zip(bids.Skip(1)), pair => Assert.True(pair.First.BidPrice < pair.Second.BidPrice));
        Assert.All(
            answers.Where(answer => answer is not BidFound),
            answer => Assert.Equal(RefuseReason.TooLow, Assert.IsType<Refused>(answer).Reason));

        lamp = lamp with { BidPrice = bids[^1].BidPrice };
        Assert.Equal([lamp], (await one.Ask<Offers>(All, Patience)).Page);
        Assert.Equal([lamp], (await other.Ask<Offers>(All, Patience)).Page);
        var fold = await OfferFold.RunAsync(nodes.One, Durability.File, CancellationToken.None);
        Assert.Equal([lamp], fold.Index.Page(All));
    }

    [SkippableFact]
    public async Task What_one_has_answered_the_other_says_at_once()
    {
        await using var nodes = await NodesAsync();
        var (one, other) = (Start(nodes.One), Start(nodes.Other));
        foreach (var (here, there) in new[] { (one, other), (other, one), (one, other) })
        {
            var name = Guid.NewGuid().ToString();
            await here.Ask<SignedUp>(new SignUp(name, "hash"), Patience);
            await there.Ask<AccountFound>(new FindAccount(name), Patience);

            var made = (await here.Ask<OfferFound>(Offering(by: name), Patience)).Offer;
            Assert.Contains(made, (await there.Ask<Offers>(All, Patience)).Page);
            var bid = (await there.Ask<BidFound>(Bidding(11, offer: made.Id), Patience)).Bid;
            Assert.Equal(11, (await here.Ask<OfferFound>(new GetOffer(made.Id), Patience)).Offer.BidPrice);
            await here.Ask<BidFound>(new AcceptBid(bid.Id, name), Patience);
            Assert.Contains(
                made with { BidPrice = 11, Sold = true }, (await there.Ask<Offers>(All, Patience)).Page);
        }
    }

    [SkippableFact]
    public async Task No_block_of_ids_is_given_at_both()
    {
        await using var nodes = await NodesAsync();
        var both = new[] { new JournalIdBlocks(nodes.One), new JournalIdBlocks(nodes.Other) };
        var given = await Task.WhenAll(both.Select(async blocks =>
        {
            var own = new List<ulong>();
            for (var i = 0; i < 20; i++) own.Add((await blocks.ReserveAsync(10))!.Value);
            return own;
        }));

        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => (ulong)(i * 10) + 1), given.SelectMany(own => own).Order());
    }

    private static async Task<List<object>> BidAsync(IActorRef auction, OfferId offer, int bidder)
    {
        var answers = new List<object>();
        for (var i = 1; i <= BidsEach; i++)
        {
            var price = 1 + (((i * 2 * BiddersEach) + bidder) / 100m);
            answers.Add(await auction.Ask<object>(Bidding(price, $"bidder {bidder}", offer), Patience));
        }
        return answers;
    }

    private static async Task<Nodes> NodesAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var journal = SpecSettings.Journal();
        var settings = journal with
        {
            Postgres = journal.Postgres with { Connection = await server.CreateDatabaseAsync() },
        };
        return new Nodes(PostgresJournal.Open(settings, _ => { }), PostgresJournal.Open(settings, _ => { }));
    }

    private IActorRef Start(PostgresJournal journal) => Sys.ActorOf(AuctionActor.PropsFor(
        Around("decide-within = 60s, list-within = 60s") with
        {
            Journal = journal,
            Time = TimeProvider.System,
        }));

    private sealed record Nodes(PostgresJournal One, PostgresJournal Other) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
        }
    }
}
