using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Tells the auctions of other nodes which offers change on this one: the newest state of each, several at a
/// time. One piece to each of them is under way, and is sent again until it is confirmed; what waits for a
/// node that does not confirm is bounded. A node that is told first, or was told too little, is told to read.
/// It lives as long as the auction.
/// </summary>
internal sealed class OfferTailActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly AuctionDependencies _dependencies;
    private readonly Dictionary<IActorRef, OfferTail> _tails = [];
    // Confirmations of those before a restart are for none of its own.
    private long _lastNumber = Random.Shared.NextInt64(1L << 62);

    public OfferTailActor(AuctionDependencies dependencies) => _dependencies = dependencies;

    private enum Due { Send }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionDependencies dependencies) =>
        Props.Create(() => new OfferTailActor(dependencies));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OfferMoved m: Add(m); break;
            case OffersTaken m: Take(m); break;
            case PeerJoined m: Meet(m.Auction); break;
            case PeerLost m: _tails.Remove(m.Auction); break;
            case Due.Send: SendAll(); break;
            default: Unhandled(message); break;
        }
    }

    private void Meet(IActorRef peer)
    {
        _tails[peer] = new OfferTail(_dependencies.Settings.WaitingMax);
        SendAll();
    }

    private void Add(OfferMoved moved)
    {
        foreach (var tail in _tails.Values) tail.Add(moved);
        if (_tails.Count > 0) SendSoon();
    }

    // What has collected meanwhile follows at once.
    private void Take(OffersTaken taken)
    {
        foreach (var (peer, tail) in _tails)
            if (tail.Confirm(taken.Number) && tail.HasMore) Send(peer, tail);
    }

    private void SendAll()
    {
        foreach (var (peer, tail) in _tails)
            if (tail.UnderWay is null ? tail.HasMore : IsLate(tail)) Send(peer, tail);
        if (_tails.Values.Any(tail => tail.UnderWay is not null || tail.HasMore)) SendSoon();
    }

    private bool IsLate(OfferTail tail) => _dependencies.Time.GetElapsedTime(tail.SentAt) >= RetryInterval;

    private void Send(IActorRef peer, OfferTail tail) =>
        peer.Tell(tail.Send(++_lastNumber, _dependencies.Time.GetTimestamp()), Self);

    private void SendSoon()
    {
        if (!Timers.IsTimerActive(Due.Send))
            Timers.StartSingleTimer(Due.Send, Due.Send, _dependencies.Settings.ListWriteInterval);
    }
}
