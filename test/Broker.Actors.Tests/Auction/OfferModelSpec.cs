using Akka.Persistence;
using Broker.Actors.Auction;
using Broker.Actors.Tests.Persistence;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>
/// Any run of bids and accepts over a store that stores and breaks, and any number of restarts.
/// </summary>
public class OfferModelSpec : AuctionStage
{
    private enum Kind { Bid, Accept, Store, BreakStored, BreakUnstored, Restart }

    private string _overlay = "";
    private OfferId _id;
    private OfferRun _run = new();
    private TestProbe _client = null!;
    private IActorRef _offer = ActorRefs.Nobody;

    private static Arbitrary<List<(Kind Kind, int Number)>> Runs { get; } = (
        from kind in Gen.Frequency(
            (8, Gen.Constant(Kind.Bid)),
            (2, Gen.Constant(Kind.Accept)),
            (5, Gen.Constant(Kind.Store)),
            (1, Gen.Constant(Kind.BreakStored)),
            (1, Gen.Constant(Kind.BreakUnstored)),
            (1, Gen.Constant(Kind.Restart)))
        from number in Gen.Choose(1, 30)
        select (kind, number)).ListOf(40).Select(steps => steps.ToList()).ToArbitrary();

    [Theory]
    [InlineData("")]
    [InlineData("snapshot-after = 3")]
    public void What_was_answered_stays_prices_rise_and_one_bid_is_accepted_whatever_fails(string overlay)
    {
        _overlay = overlay;
        var number = 1000ul;
        Prop.ForAll(Runs, steps => Run(new OfferId(++number), steps))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private void Run(OfferId id, List<(Kind Kind, int Number)> steps)
    {
        (_id, _run, _client) = (id, new OfferRun(), CreateTestProbe());
        _offer = Start();
        _offer.Tell(new Create(id, Offering(price: 1)), _client);
        _client.ExpectMsg<OfferFound>();
        Journal.Hold();

        foreach (var (kind, number) in steps) Step(kind, number);

        Journal.Release();
        while (_run.Waiting > 0) _run.Take(_client.ExpectMsg<object>());
        Restart();
        _offer.Tell(new GetBidPage(id, 0), _client);
        var bids = _client.ExpectMsg<BidPage>().Bids.Reverse().ToList();
        _offer.Tell(new GetOffer(id), _client);
        _run.Check(bids, _client.ExpectMsg<OfferFound>().Offer);
    }

    private void Step(Kind kind, int number)
    {
        switch (kind)
        {
            case Kind.Bid: Ask(Bidding(1 + number, "bob", _id)); break;
            case Kind.Accept: Ask(new AcceptBid(new BidId(_id, (uint)(number % 5) + 1), "ann")); break;
            case Kind.Restart: Restart(); break;
            case var _ when !Journal.IsSomethingHeld: break;
            case Kind.Store: Journal.StoreOne(); break;
            default:
                Journal.BreakOne(kind == Kind.BreakStored);
                ExpectTerminated(_offer);
                Drain();
                _offer = Start();
                break;
        }
    }

    private void Ask(object request)
    {
        _offer.Tell(request, _client);
        _run.Asked();
    }

    private void Restart()
    {
        Sys.Stop(_offer);
        ExpectTerminated(_offer);
        // What is on its way to the journal is stored before the next one recovers.
        JournalScript.Arrived(Sys, TestActor);
        ExpectMsg<JournalHealthCheckResponse>();
        while (Journal.IsSomethingHeld) Journal.StoreOne();
        Drain();
        _offer = Start();
    }

    // What its mailbox held is lost with it, without an answer.
    private void Drain()
    {
        _client.Ref.Tell("no more");
        while (_client.ExpectMsg<object>() is var answer and not string) _run.Take(answer);
        _run.Lost();
    }

    private IActorRef Start() => Watch(
        StartEntity(OfferActor.PropsFor(With(_overlay), CreateTestProbe()), AuctionIds.NameOf(_id)));
}
