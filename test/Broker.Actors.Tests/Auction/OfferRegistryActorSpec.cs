using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

public class OfferRegistryActorSpec : AuctionStage
{
    private static readonly OfferId Vase = new(0xDEF);
    private readonly TestProbe _offer;
    private readonly Queue<OfferId> _numbers = new([Lamp, Vase]);

    public OfferRegistryActorSpec() => _offer = CreateTestProbe();

    [Fact]
    public async Task Gives_each_new_offer_a_number_and_passes_commands_on_with_their_sender()
    {
        var registry = Start();
        registry.Tell(Offering(), TestActor);

        Assert.Equal(new Create(Lamp, Offering()), await _offer.ExpectMsgAsync<Create>());
        Assert.Equal(TestActor, _offer.Sender);
    }

    [Fact]
    public async Task A_number_that_was_given_before_is_replaced_by_another()
    {
        var registry = Start();
        registry.Tell(Offering(), TestActor);
        await _offer.ExpectMsgAsync<Create>();
        registry.Tell(Offering(), TestActor);

        Assert.Equal(Vase, (await _offer.ExpectMsgAsync<Create>()).Offer);
    }

    [Fact]
    public async Task Holds_a_bid_while_its_offer_may_be_stopping_and_replays_it_to_the_next_one()
    {
        var registry = Start();
        await Retiring(registry);
        registry.Tell(Bidding(11), TestActor);
        await _offer.ExpectNoMsgAsync(Brief);

        Sys.ActorSelection(registry.Path / "0000000000000abc").Tell(PoisonPill.Instance);
        Assert.Equal(Bidding(11), await _offer.ExpectMsgAsync<PlaceBid>());
        Assert.Equal(TestActor, _offer.Sender);
    }

    [Fact]
    public async Task Replays_a_bid_to_the_same_offer_if_that_stays()
    {
        var registry = Start();
        await Retiring(registry);
        registry.Tell(Bidding(11), TestActor);
        registry.Tell(new OfferInUse(Lamp));
        Assert.Equal(Bidding(11), await _offer.ExpectMsgAsync<PlaceBid>());

        registry.Tell(Bidding(12), TestActor);
        Assert.Equal(Bidding(12), await _offer.ExpectMsgAsync<PlaceBid>());
    }

    [Fact]
    public async Task Says_busy_when_too_much_is_held()
    {
        var registry = Start("waiting-max = 1");
        await Retiring(registry);
        registry.Tell(Bidding(11), TestActor);
        registry.Tell(Bidding(12), TestActor);

        await ExpectMsgAsync(new Refused(RefuseReason.Busy));
    }

    [Fact]
    public async Task Retires_what_was_not_asked_for_longest_when_too_many_are_alive_and_then_takes_no_more()
    {
        var registry = Start("offers-alive-max = 2");
        foreach (var number in new ulong[] { 1, 2, 1 })
        {
            registry.Tell(new GetOffer(new OfferId(number)), TestActor);
            await _offer.ExpectMsgAsync<GetOffer>();
        }
        registry.Tell(new GetOffer(new OfferId(3)), TestActor);
        await OneIsAskedAndOneIsToStop();
        // It was the second: the first is told what comes, the second waits.
        registry.Tell(new GetOffer(new OfferId(2)), TestActor);
        registry.Tell(new GetOffer(new OfferId(1)), TestActor);
        Assert.Equal(1ul, (await _offer.ExpectMsgAsync<GetOffer>()).Offer.Number);

        registry.Tell(new GetOffer(new OfferId(4)), TestActor);
        await OneIsAskedAndOneIsToStop();
        registry.Tell(new GetOffer(new OfferId(5)), TestActor);
        await ExpectMsgAsync(new Refused(RefuseReason.Busy));
    }

    private IActorRef Start(string overlay = "") => Sys.ActorOf(OfferRegistryActor.PropsFor(
        _ => Forwarder.PropsFor(_offer), _numbers.Dequeue, SpecSettings.Auction(overlay)));

    // They are two actors: either may be first.
    private async Task OneIsAskedAndOneIsToStop()
    {
        object[] both = [await _offer.ExpectMsgAsync<object>(), await _offer.ExpectMsgAsync<object>()];
        Assert.Single(both.OfType<GetOffer>());
        Assert.Single(both.OfType<StopIfIdle>());
    }

    private async Task Retiring(IActorRef registry)
    {
        registry.Tell(new GetOffer(Lamp), TestActor);
        await _offer.ExpectMsgAsync<GetOffer>();
        registry.Tell(new OfferIdle(Lamp));
        await _offer.ExpectMsgAsync<StopIfIdle>();
    }
}
