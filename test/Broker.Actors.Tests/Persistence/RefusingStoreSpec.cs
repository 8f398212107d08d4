using System.Globalization;
using Broker.Actors.Auction;
using Broker.Actors.Cluster;
using Broker.Actors.Ids;
using Broker.Actors.Tests.Auction;
using Broker.Actors.Users;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Ids.IdProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Tests.Persistence;

/// <summary>
/// Entities whose store refuses a number of times and then works: each request has an answer, nothing is
/// there that was refused, and no actor is left.
/// </summary>
public class RefusingStoreSpec : AuctionStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task An_offer_takes_the_next_bid(int times)
    {
        var auction = StartAuction();
        var offer = (await Ask<OfferFound>(auction, Offering(price: 1))).Offer.Id;
        await RefuseAsync(
            times, auction, i => Bidding(2 + i, "bob", offer), new Refused(RefuseReason.Unavailable));

        Assert.Equal(2m, (await Ask<BidFound>(auction, Bidding(2, "bob", offer))).Bid.BidPrice);
        Assert.Single((await Ask<Bids>(auction, new GetBids(offer))).Highest);
        Assert.Equal(1, await EntitiesAsync(auction.Path.Root / "user" / "offers"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task A_name_is_given_to_the_next_who_wants_it(int times)
    {
        var auction = StartAuction();
        await RefuseAsync(
            times, auction, _ => new SignUp("ann", "refused"), new Refused(RefuseReason.Unavailable));

        await Ask<SignedUp>(auction, new SignUp("ann", "hash"));
        Assert.Equal("hash", (await Ask<AccountFound>(auction, new FindAccount("ann"))).PasswordHash);
        Assert.Equal(1, await EntitiesAsync(auction.Path.Root / "user" / "accounts"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Ids_go_on_where_they_were(int times)
    {
        var ids = OneProcess.EntitiesIn(Sys)(
            "ids", IdAllocatorActor.KindFor(Journal.Generation, SpecSettings.Ids()));
        await RefuseAsync(times, ids, _ => new Allocate(1), Unavailable.Instance);

        Assert.Equal(new Allocated(1, 1), await Ask<Allocated>(ids, new Allocate(1)));
        Assert.Equal(1, await EntitiesAsync(ids.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task A_token_whose_use_was_never_stored_is_good(int times)
    {
        var uses = OneProcess.EntitiesIn(Sys)(
            "uses", TokenUseActor.KindFor(Journal.Generation, TokenUseSettings.Of(100, 100), Time));
        await RefuseAsync(times, uses, i => Use(i), new TokenRefused(TokenRefusal.Unavailable));

        await Ask<TokenUsed>(uses, Use(0));
        await Ask<TokenRefused>(uses, Use(0));
        Assert.Equal(1, await EntitiesAsync(uses.Path));

        UseToken Use(int number) => new(
            number.ToString("x64", CultureInfo.InvariantCulture), Time.GetUtcNow().AddMinutes(1));
    }

    private IActorRef StartAuction() =>
        Sys.ActorOf(AuctionActor.PropsFor(With(), OneProcess.EntitiesIn(Sys)), "auction");

    private async Task RefuseAsync(int times, IActorRef whom, Func<int, object> request, object refusal)
    {
        Journal.RefuseNext(times);
        for (var i = 0; Journal.IsRefusing; i++) Assert.Equal(refusal, await whom.Ask(request(i), Patience));
        Assert.Equal(times, Journal.Refused);
    }

    private async Task<int> EntitiesAsync(ActorPath parent) =>
        (await Sys.ActorSelection(parent).Ask<EntityCount>(CountEntities.Instance)).Entities;
}
