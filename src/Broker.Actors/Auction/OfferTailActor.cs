using Broker.Actors.Cluster.Rows;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Tells the auctions of other nodes which offers change on this one: the newest state of each, several at a
/// time. One piece to each of them is under way, and is sent again until it is confirmed; what waits for a
/// node that does not confirm is bounded. A node that is told first, or was told too little, is told to read.
/// It lives as long as the auction.
/// </summary>
internal sealed class OfferTailActor : UntypedActor, IWithTimers
{
    private readonly RowTails<OfferId, OfferMoved> _tails;
    private readonly TimeSpan _interval;

    public OfferTailActor(AuctionDependencies dependencies)
    {
        _interval = dependencies.Settings.ListWriteInterval;
        _tails = new RowTails<OfferId, OfferMoved>(
            dependencies.Settings.WaitingMax, AuctionWireFormats.BytesMaxOf, Send, dependencies.Time);
    }

    private enum Due { Send }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionDependencies dependencies) =>
        Props.Create(() => new OfferTailActor(dependencies));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OfferMoved m: _tails.Add(m.Offer.Id, m); break;
            case OffersTaken m: _tails.Confirm(m.Number); break;
            case MemberMet m: _tails.Meet(m.Member); break;
            case MemberLost m: _tails.Lose(m.Member); break;
            case Due.Send: _tails.SendDue(); break;
            default: Unhandled(message); return;
        }
        SendSoon();
    }

    private void Send(IActorRef peer, RowPiece<OfferMoved> piece) =>
        peer.Tell(new OffersMoved(piece.Number, piece.Rows, HasMissed: piece.IsFirst), Self);

    private void SendSoon()
    {
        if (_tails.HasWork && !Timers.IsTimerActive(Due.Send))
            Timers.StartSingleTimer(Due.Send, Due.Send, _interval);
    }
}
