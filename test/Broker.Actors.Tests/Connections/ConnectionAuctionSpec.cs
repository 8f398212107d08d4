using Broker.Actors.Auction;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

public class ConnectionAuctionSpec : ConnectionStage
{
    private static readonly ListOffers Listing = new(OfferSort.Title, Descending: true, Page: 2, Size: 5);

    [Fact]
    public async Task Offers_are_asked_for_and_later_requests_wait_for_the_answer()
    {
        Together(
            new EchoRequest(Id("1"), Id("a")),
            new ListOffersRequest(Id("2"), Listing),
            new EchoRequest(Id("3"), Id("b")));
        await Answered("1:echo a", requests: 1);
        await Auction.ExpectMsgAsync(Listing);
        Connection.Tell(new Offers([]));

        await Answered("2:offers 0 3:echo b", requests: 2);
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_now_is_busy()
    {
        Connection.Tell(new ListOffersRequest(Id("1"), Listing));
        await Auction.ExpectMsgAsync(Listing);
        Connection.Tell(new AuctionProtocol.Refused(RefuseReason.Unavailable));

        await Answered("1:Busy", requests: 1);
    }
}
