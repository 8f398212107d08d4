using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Tests.Auction;

/// <summary>Bids of one offer in pages, which come from a probe here.</summary>
public class BidsReaderActorSpec : AuctionStage
{
    private readonly TestProbe _offers;

    public BidsReaderActorSpec() => _offers = CreateTestProbe();

    [Fact]
    public async Task All_pages_are_one_answer_with_the_highest_first()
    {
        var reader = Start();
        await PageAsync(reader, after: 0, isLast: false, 1, 2);
        await PageAsync(reader, after: 2, isLast: false, 3);
        await PageAsync(reader, after: 3, isLast: true, 4);

        Assert.Equal([4, 3, 2, 1], (await ExpectMsgAsync<Bids>()).Highest.Select(bid => bid.BidPrice));
        await ExpectTerminatedAsync(reader);
    }

    [Fact]
    public async Task A_page_that_does_not_come_is_asked_for_again_and_taken_once()
    {
        var reader = Start();
        await _offers.ExpectMsgAsync(new GetBidPage(Lamp, 0));
        await PageAsync(reader, after: 0, isLast: false, 1);
        await _offers.ExpectMsgAsync(new GetBidPage(Lamp, 1));
        reader.Tell(Page(after: 0, isLast: false, 1));
        reader.Tell(Page(after: 1, isLast: true, 2));

        Assert.Equal([2, 1], (await ExpectMsgAsync<Bids>()).Highest.Select(bid => bid.BidPrice));
    }

    [Fact]
    public async Task What_the_offer_refuses_the_client_is_told()
    {
        var reader = Start();
        reader.Tell(new Refused(RefuseReason.Unknown));
        await ExpectMsgAsync(new Refused(RefuseReason.Unknown));
        await ExpectTerminatedAsync(reader);
    }

    private static BidPage Page(uint after, bool isLast, params uint[] places) => new(
        after,
        [.. places.Select(place => new Bid(new BidId(Lamp, place), place, "bob", SpecTime.Start, false))],
        isLast);

    private IActorRef Start() => Watch(Sys.ActorOf(BidsReaderActor.PropsFor(_offers, Lamp, TestActor)));

    private async Task PageAsync(IActorRef reader, uint after, bool isLast, params uint[] places)
    {
        await _offers.ExpectMsgAsync(new GetBidPage(Lamp, after));
        reader.Tell(Page(after, isLast, places));
    }
}
