using Broker.Actors.Auction;
using Broker.Actors.Cluster;
using Broker.Actors.Tests.Cluster;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>
/// Two auctions over the same offers and accounts, as two nodes have them, with every message written and
/// read on its way. The homes are those of the first.
/// </summary>
public class AuctionPeersSpec : AuctionStage
{
    private static readonly ListOffers All = new(OfferSort.BidPrice, Descending: true, Page: 0, Size: 100);
    private readonly Dictionary<string, IActorRef> _homes = [];
    private ulong _number = 100;

    public AuctionPeersSpec()
        : base(SerializedMessages.SetupOf)
    {
    }

    [Fact]
    public async Task An_answer_through_the_other_node_is_in_that_nodes_list()
    {
        var (_, other) = await StartBothAsync();
        var lamp = (await Ask<OfferFound>(other, Offering(price: 10))).Offer;
        Assert.Equal([lamp], await ListedAsync(other));

        for (var price = 11; price <= 30; price++)
        {
            await Ask<BidFound>(other, Bidding(price, offer: lamp.Id));
            Assert.Equal([lamp with { BidPrice = price }], await ListedAsync(other));
        }
    }

    [Fact]
    public async Task A_change_through_the_homes_node_reaches_the_list_of_the_other()
    {
        var (first, other) = await StartBothAsync("list-write-interval = 1ms");
        first.Tell(new MemberMet(other));
        var lamp = (await Ask<OfferFound>(first, Offering(price: 10))).Offer;
        await AwaitAssertAsync(async () => Assert.Equal([lamp], await ListedAsync(other)));

        var bid = (await Ask<BidFound>(first, Bidding(11, offer: lamp.Id))).Bid;
        await Ask<BidFound>(first, new AcceptBid(bid.Id, "ann"));
        await AwaitAssertAsync(async () =>
            Assert.Equal([lamp with { BidPrice = 11, Sold = true }], await ListedAsync(other)));
    }

    [Theory]
    [InlineData("list-write-interval = 10s")]
    [InlineData("list-write-interval = 1ms")]
    public async Task What_a_node_that_is_gone_did_not_tell_is_read_be_its_row_written_or_not(string overlay)
    {
        var (first, other) = await StartBothAsync(overlay);
        var peer = CreateTestProbe();
        other.Tell(new MemberMet(peer));
        var lamp = (await Ask<OfferFound>(first, Offering(price: 10))).Offer;
        if (overlay.Contains("1ms", StringComparison.Ordinal))
            await AwaitAssertAsync(() => Assert.Single(Tables.Rows));
        Assert.Empty(await ListedAsync(other));

        other.Tell(new MemberLost(peer));
        await AwaitAssertAsync(async () => Assert.Equal([lamp], await ListedAsync(other)));
    }

    [Fact]
    public async Task A_node_that_is_met_reads_what_changed_before_also_when_the_store_was_away()
    {
        var (first, other) = await StartBothAsync("list-write-interval = 1ms");
        var lamp = (await Ask<OfferFound>(first, Offering(price: 10))).Offer;
        Journal.IsAway = true;
        first.Tell(new MemberMet(other));
        Assert.Empty(await ListedAsync(other));

        Journal.IsAway = false;
        await AwaitAssertAsync(
            async () => Assert.Equal([lamp], await ListedAsync(other)), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Accounts_of_the_other_node_count()
    {
        var (first, other) = await StartBothAsync("accounts-max = 1");
        first.Tell(new MemberMet(other));
        await Ask<SignedUp>(first, new SignUp("ann", ""));

        await AwaitAssertAsync(async () => Assert.Equal(
            new Refused(RefuseReason.Full), await Ask<object>(other, new SignUp("ann", ""))));
    }

    [Fact]
    public async Task A_number_that_another_offer_has_is_not_given_to_the_other_nodes_client()
    {
        var (_, other) = await StartBothAsync();
        var lamp = (await Ask<OfferFound>(other, Offering("lamp", 10))).Offer;
        _number = 100;
        var vase = (await Ask<OfferFound>(other, Offering("vase", 20))).Offer;

        Assert.NotEqual(lamp.Id, vase.Id);
        Assert.Equal([vase, lamp], await ListedAsync(other));
    }

    [Fact]
    public async Task An_auction_that_failed_starts_no_parents_again_and_tells_the_same_peers()
    {
        var peer = CreateTestProbe();
        var first = Start("list-write-interval = 1ms", AtFirst);
        first.Tell(new MemberMet(peer));
        await peer.ExpectMsgAsync<OffersMoved>();
        first.Tell(Offering(title: null!));
        await ListedAsync(first);

        Assert.True((await peer.ExpectMsgAsync<OffersMoved>()).HasMissed);
        await Ask<OfferFound>(first, Offering());
    }

    private async Task<(IActorRef First, IActorRef Other)> StartBothAsync(string overlay = "")
    {
        var first = Start(overlay, AtFirst);
        Assert.Empty(await ListedAsync(first));
        var other = Start(overlay, (name, _) => _homes[name]);
        Assert.Empty(await ListedAsync(other));
        return (first, other);
    }

    private IActorRef AtFirst(string name, EntityKind kind) =>
        _homes[name] = Sys.ActorOf(EntityParent.PropsFor(kind), name);

    private IActorRef Start(string overlay, StartEntities entities) =>
        Sys.ActorOf(AuctionActor.PropsFor(With(overlay), entities, () => new OfferId(++_number)));

    private async Task<IReadOnlyList<Offer>> ListedAsync(IActorRef auction) =>
        (await Ask<Offers>(auction, All)).Page;
}
