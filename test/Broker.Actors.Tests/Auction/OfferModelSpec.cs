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
    [InlineData("", 1)]
    [InlineData("snapshot-after = 3", 1)]
    [InlineData("", 2)]
    [InlineData("snapshot-after = 3", 3)]
    public void What_was_answered_stays_prices_rise_and_one_bid_is_accepted_whatever_fails(
        string overlay, int nodes)
    {
        _overlay = overlay;
        Journal.IsShared = nodes > 1;
        var number = 1000ul;
        Prop.ForAll(Runs, steps => Run(new OfferId(++number), nodes, steps))
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private void Run(OfferId id, int count, List<(Kind Kind, int Number)> steps)
    {
        var nodes = Enumerable.Range(0, count)
            .Select(_ => new Node(new OfferRun(id), CreateTestProbe(), Start(id))).ToArray();
        nodes[0].Offer.Tell(new Create(id, Offering(price: 1)), nodes[0].Client);
        nodes[0].Client.ExpectMsg<OfferFound>();
        Journal.Hold();

        foreach (var (kind, number) in steps)
        {
            var node = nodes[number % count];
            switch (kind)
            {
                case Kind.Bid: node.Ask(Bidding(1 + number, "bob", id)); break;
                case Kind.Accept:
                    node.Ask(new AcceptBid(new BidId(id, (uint)(number % 5) + 1), "ann"));
                    break;
                case Kind.Restart:
                    // What is on its way to the journal may still get there.
                    Stop(node);
                    node.Offer = Start(id);
                    break;
                default: Stage(kind); break;
            }
        }

        Journal.Release();
        foreach (var node in nodes)
            while (node.Run.Waiting > 0) node.Run.Take(node.Client.ExpectMsg<object>());
        nodes[0].Offer = Start(id);
        foreach (var node in nodes) Check(node, id);
    }

    private void Check(Node node, OfferId id)
    {
        node.Offer.Tell(new GetBids(id), node.Client);
        var bids = node.Client.ExpectMsg<Bids>().Highest;
        node.Offer.Tell(new GetOffer(id), node.Client);
        node.Run.Check(bids, node.Client.ExpectMsg<OfferFound>().Offer, Journal.Events);
    }

    // What its mailbox held is lost with it, unanswered.
    private void Stop(Node node)
    {
        Watch(node.Offer);
        Sys.Stop(node.Offer);
        ExpectTerminated(node.Offer);
        node.Client.Ref.Tell("no more");
        while (node.Client.ExpectMsg<object>() is var answer and not string) node.Run.Take(answer);
        node.Run.Lost();
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

    private sealed class Node(OfferRun run, TestProbe client, IActorRef offer)
    {
        public OfferRun Run => run;

        public TestProbe Client => client;

        public IActorRef Offer { get; set; } = offer;

        public void Ask(object request)
        {
            Offer.Tell(request, client);
            run.Asked();
        }
    }
}
