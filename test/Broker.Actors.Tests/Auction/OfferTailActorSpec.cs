using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>What one auction tells another, which is a probe here.</summary>
public class OfferTailActorSpec : AuctionStage
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TestProbe _peer;

    public OfferTailActorSpec() => _peer = CreateTestProbe();

    [Fact]
    public async Task One_piece_is_under_way_and_what_changes_meanwhile_is_the_next()
    {
        var tail = await MetAsync();
        tail.Tell(Moved(1, price: 10));
        var first = await _peer.ExpectMsgAsync<OffersMoved>();
        Assert.Equal([Moved(1, price: 10)], first.Moved);
        Assert.False(first.HasMissed);
        foreach (var price in new[] { 11m, 12m, 13m }) tail.Tell(Moved(1, price));
        tail.Tell(Moved(2, price: 20));
        await _peer.ExpectNoMsgAsync(Brief);

        tail.Tell(new OffersTaken(first.Number - 1));
        await _peer.ExpectNoMsgAsync(Brief);
        tail.Tell(new OffersTaken(first.Number));
        Assert.Equal(
            [Moved(1, price: 13), Moved(2, price: 20)],
            (await _peer.ExpectMsgAsync<OffersMoved>()).Moved);
    }

    [Fact]
    public async Task A_piece_that_is_not_confirmed_is_sent_again()
    {
        var tail = await MetAsync();
        tail.Tell(Moved(1));
        var first = await _peer.ExpectMsgAsync<OffersMoved>();
        await _peer.ExpectNoMsgAsync(Brief);
        Time.Advance(Second);
        Assert.Equal(first, await _peer.ExpectMsgAsync<OffersMoved>());

        tail.Tell(new OffersTaken(first.Number));
        Time.Advance(Second);
        await _peer.ExpectNoMsgAsync(Brief);
    }

    [Fact]
    public async Task A_node_that_confirms_nothing_is_told_to_read_when_too_much_waits_for_it()
    {
        var tail = await MetAsync("waiting-max = 2");
        tail.Tell(Moved(1));
        var first = await _peer.ExpectMsgAsync<OffersMoved>();
        foreach (var number in new ulong[] { 2, 3, 4 }) tail.Tell(Moved(number));
        tail.Tell(new OffersTaken(first.Number));

        var next = await _peer.ExpectMsgAsync<OffersMoved>();
        Assert.Equal([Moved(4)], next.Moved);
        Assert.True(next.HasMissed);
    }

    [Fact]
    public async Task Pieces_have_at_most_64_KiB_and_a_larger_offer_goes_alone()
    {
        var tail = await MetAsync();
        tail.Tell(Moved(1));
        var first = await _peer.ExpectMsgAsync<OffersMoved>();
        foreach (var number in new ulong[] { 2, 3, 4, 5 }) tail.Tell(Moved(number, title: new('ä', 12_000)));
        tail.Tell(Moved(6, title: new string('x', 70_000)));
        tail.Tell(Moved(7));

        tail.Tell(new OffersTaken(first.Number));
        foreach (var expected in (ulong[][])[[2, 3], [4, 5], [6], [7]])
        {
            var piece = await _peer.ExpectMsgAsync<OffersMoved>();
            Assert.Equal(expected, piece.Moved.Select(moved => moved.Offer.Id.Number));
            tail.Tell(new OffersTaken(piece.Number));
        }
    }

    [Fact]
    public async Task A_node_that_is_lost_is_told_nothing()
    {
        var tail = await MetAsync();
        tail.Tell(new MemberLost(_peer));
        tail.Tell(Moved(1));
        await _peer.ExpectNoMsgAsync(Brief);
    }

    private static OfferMoved Moved(ulong number, decimal price = 10, string title = "lamp") => new(
        new Offer(new OfferId(number), price, SpecTime.Start, default, "", title, "ann", Sold: false), 1);

    private async Task<IActorRef> MetAsync(string overlay = "")
    {
        var tail = Sys.ActorOf(OfferTailActor.PropsFor(With($"list-write-interval = 1ms\n{overlay}")));
        tail.Tell(new MemberMet(_peer));
        var first = await _peer.ExpectMsgAsync<OffersMoved>();
        Assert.Empty(first.Moved);
        Assert.True(first.HasMissed);
        Assert.Equal(tail, _peer.Sender);
        tail.Tell(new OffersTaken(first.Number));
        return tail;
    }
}
