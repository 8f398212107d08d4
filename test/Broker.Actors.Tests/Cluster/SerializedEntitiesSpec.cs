using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Ids;
using Broker.Actors.Tests.Auction;
using Broker.Actors.Tests.Persistence;
using Broker.Actors.Users;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Cluster;

/// <summary>
/// Offers, accounts, ids and used tokens with every message written and read on its way, as between nodes.
/// Only Akka.Persistence talks to itself in types that are bound to nothing.
/// </summary>
public class SerializedEntitiesSpec : TestKit
{
    private static readonly OfferId Lamp = new(0xABC);

    private readonly JournalScript _journal;
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    public SerializedEntitiesSpec()
        : this(new JournalScript())
    {
    }

    private SerializedEntitiesSpec(JournalScript journal)
        : base(SerializedMessages.SetupOf(journal)) => _journal = journal;

    private AuctionDependencies Dependencies => new(
        _journal.Generation, new MemoryTables(_journal), new NodeActors { Publisher = CreateTestProbe() },
        new PendingBytesLimit(bytesMax: 1 << 20), new NoWire(), SpecSettings.Auction(), _time);

    [Fact]
    public async Task An_offer_is_made_and_sold()
    {
        var front = CreateTestProbe();
        var offer = Start(OfferActor.PropsFor(Dependencies, front), AuctionIds.NameOf(Lamp));
        offer.Tell(
            new Create(Lamp, new CreateOffer("ann", 1.50m, "lamp", "http://p", TimeSpan.Zero, GoLive: null)),
            TestActor);
        var made = (await ExpectMsgAsync<OfferFound>()).Offer;
        Assert.Equal((Lamp, 1.50m, "ann"), (made.Id, made.BidPrice, made.CreatedBy));
        Assert.Equal(made, (await front.ExpectMsgAsync<OfferMoved>()).Offer);

        offer.Tell(new PlaceBid(Lamp, "bob", 2.00m), TestActor);
        var bid = (await ExpectMsgAsync<BidFound>()).Bid;
        offer.Tell(new PlaceBid(Lamp, "bob", 1.00m), TestActor);
        Assert.Equal(
            new Refused(RefuseReason.TooLow) { BidPrice = 2.00m }, await ExpectMsgAsync<Refused>());
        offer.Tell(new AcceptBid(bid.Id, "ann"), TestActor);
        Assert.True((await ExpectMsgAsync<BidFound>()).Bid.Accepted);
        offer.Tell(new GetBidPage(Lamp, 0), TestActor);
        Assert.Equal([bid with { Accepted = true }], (await ExpectMsgAsync<BidPage>()).Bids);
        offer.Tell(new Relist(Lamp), TestActor);
        Assert.True((await ExpectMsgAsync<Relisted>()).Moved.Offer.Sold);
    }

    [Fact]
    public async Task An_account_is_made_and_found()
    {
        var front = CreateTestProbe();
        var account = Start(AccountActor.PropsFor(Dependencies, front), "ann");
        account.Tell(new SignUp("ann", "hash"), TestActor);
        await ExpectMsgAsync(new SignedUp("ann"));
        await front.ExpectMsgAsync<AccountMade>();
        account.Tell(new FindAccount("ann"), TestActor);

        await ExpectMsgAsync(new AccountFound("ann", "hash"));
    }

    [Fact]
    public async Task Ids_are_given()
    {
        var ids = Sys.ActorOf(EntityParent.PropsFor(
            IdAllocatorActor.KindFor(_journal.Generation, SpecSettings.Ids())));
        ids.Tell(new IdProtocol.Allocate(3), TestActor);

        await ExpectMsgAsync(new IdProtocol.Allocated(1, 3));
    }

    [Fact]
    public async Task A_token_is_used_once()
    {
        var settings = new TokenUseSettings(TokensMax: 10, WaitingMax: 10);
        var tokens = Sys.ActorOf(EntityParent.PropsFor(
            TokenUseActor.KindFor(_journal.Generation, settings, _time)));
        var use = new TokenUseProtocol.UseToken("ab", _time.GetUtcNow().AddMinutes(1));
        tokens.Tell(use, TestActor);
        await ExpectMsgAsync(TokenUseProtocol.TokenUsed.Instance);
        tokens.Tell(use, TestActor);

        await ExpectMsgAsync(
            new TokenUseProtocol.TokenRefused(TokenUseProtocol.TokenRefusal.AlreadyUsed));
    }

    private IActorRef Start(Props props, string id) =>
        CreateTestProbe().ChildActorOf(props, EntityName.Of(id));

    private sealed class NoWire : IAuctionEventEncoder
    {
        public ReadOnlyMemory<byte> Encode(Happened happened) => default;
    }
}
