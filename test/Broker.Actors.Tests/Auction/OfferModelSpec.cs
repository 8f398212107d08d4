using Broker.Actors.Auction;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>
/// Any run of bids and accepts over a journal that stores, refuses and breaks, and any number of restarts.
/// </summary>
public class OfferModelSpec : AuctionStage
{
    private enum Kind { Bid, Accept, Store, Refuse, BreakStored, BreakUnstored, Restart }

    private readonly TestProbe _appends;
    private string _overlay = "";

    public OfferModelSpec() => Journal.Probe = _appends = CreateTestProbe();

    private static Arbitrary<List<(Kind Kind, int Number)>> Runs { get; } = (
        from kind in Gen.Frequency(
            (8, Gen.Constant(Kind.Bid)),
            (2, Gen.Constant(Kind.Accept)),
            (5, Gen.Constant(Kind.Store)),
            (1, Gen.Constant(Kind.Refuse)),
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
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private void Run(OfferId id, List<(Kind Kind, int Number)> steps)
    {
        var run = new OfferRun(id);
        var client = CreateTestProbe();
        var offer = Start(id);
        offer.Tell(new Create(id, Offering(price: 1)), client);
        client.ExpectMsg<OfferStands>();
        Journal.Hold();

        foreach (var (kind, number) in steps)
        {
            switch (kind)
            {
                case Kind.Bid: offer.Tell(Bidding(1 + number, "bob", id), client); break;
                case Kind.Accept:
                    offer.Tell(new AcceptBid(new BidId(id, (uint)(number % 5) + 1), "ann"), client);
                    break;
                case Kind.Restart:
                    // What is on its way to the journal may still get there.
                    Stop(offer, client, run);
                    offer = Start(id);
                    continue;
                default: Stage(kind); continue;
            }
            run.Asked();
        }

        Journal.Release();
        for (; run.Waiting > 0;) run.Take(client.ExpectMsg<object>());
        offer = Start(id);
        offer.Tell(new GetBids(id), client);
        var bids = client.ExpectMsg<Bids>().Highest;
        offer.Tell(new GetOffer(id), client);
        run.Check(bids, client.ExpectMsg<OfferStands>().Offer, Journal.Events);
    }

    // What its mailbox held is lost with it, unanswered.
    private void Stop(IActorRef offer, TestProbe client, OfferRun run)
    {
        Watch(offer);
        Sys.Stop(offer);
        ExpectTerminated(offer);
        client.Ref.Tell("no more");
        while (client.ExpectMsg<object>() is var answer and not string) run.Take(answer);
        run.Lost();
    }

    private void Stage(Kind kind)
    {
        if (!Journal.IsSomethingHeld) return;

        if (kind == Kind.Store) Journal.StoreOne();
        else if (kind == Kind.Refuse) Journal.RefuseOne(RejectReason.Unavailable);
        else Journal.BreakOne(kind == Kind.BreakStored);
    }

    private IActorRef Start(OfferId id) =>
        CreateTestProbe().ChildActorOf(OfferActor.PropsFor(id, Around(_overlay), CreateTestProbe()));
}
