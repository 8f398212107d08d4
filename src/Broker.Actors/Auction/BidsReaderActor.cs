using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Reads all bids of one offer for one client, page after page, because no message between nodes holds them
/// all. It reads upwards, and an offer that is sold takes no bid: so what it has in the end is what the offer
/// was at one moment. It stops when the client is answered.
/// </summary>
internal sealed class BidsReaderActor : UntypedActor
{
    private const int TriesMax = 5;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly IActorRef _offers;
    private readonly OfferId _offer;
    private readonly IActorRef _client;
    private readonly List<Bid> _bids = [];
    private int _tries;

    public BidsReaderActor(IActorRef offers, OfferId offer, IActorRef client) =>
        (_offers, _offer, _client) = (offers, offer, client);

    public static Props PropsFor(IActorRef offers, OfferId offer, IActorRef client) =>
        Props.Create(() => new BidsReaderActor(offers, offer, client));

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(RetryInterval);
        Ask();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BidPage m when m.After == _bids.Count: Take(m); break;
            // Asked for twice.
            case BidPage: break;
            case Refused m: Answer(m); break;
            case ReceiveTimeout when ++_tries < TriesMax: Ask(); break;
            case ReceiveTimeout: Answer(new Refused(RefuseReason.Unavailable)); break;
            default: Unhandled(message); break;
        }
    }

    private void Ask() => _offers.Tell(new GetBidPage(_offer, (uint)_bids.Count));

    private void Take(BidPage page)
    {
        _bids.AddRange(page.Bids);
        _tries = 0;
        if (!page.IsLast)
        {
            Ask();
            return;
        }

        _bids.Reverse();
        Answer(new Bids(_bids));
    }

    private void Answer(object answer)
    {
        _client.Tell(answer);
        Context.Stop(Self);
    }
}
