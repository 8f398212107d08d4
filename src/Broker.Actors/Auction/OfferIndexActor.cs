using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The list of all offers: a fold over their streams at the start, then what each offer tells it before it
/// answers. Until the fold has caught up, requests wait. It lives as long as the auction.
/// </summary>
internal sealed class OfferIndexActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly AuctionSurroundings _around;
    private readonly Queue<(ListOffers Request, IActorRef Sender)> _waiting = new();
    private readonly Dictionary<OfferId, Offer> _changed = [];
    private OfferIndex? _index;
    private Action _stopFolding = () => { };

    public OfferIndexActor(AuctionSurroundings around) => _around = around;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionSurroundings around) =>
        Props.Create(() => new OfferIndexActor(around));

    protected override void PreStart() => Fold();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ListOffers m when _index is not null: List(m, Sender); break;
            case ListOffers m: Hold(m); break;
            case OfferChanged m when _index is not null: Put(m.Offer, _index); break;
            case OfferChanged m: _changed[m.Offer.Id] = m.Offer; break;
            case OfferIndex m: Begin(m); break;
            case JournalFailed m: Report(m.Cause); break;
            case Retry: Fold(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _stopFolding();
        RefuseWaiting();
    }

    // Not on this thread: much of it happens without a wait.
    private void Fold()
    {
        var (journal, level, stopping) =
            (_around.Journal, _around.Settings.Journal, new CancellationTokenSource());
        _stopFolding = stopping.Cancel;
        Task.Run(() => OfferFold.RunAsync(journal, level, stopping.Token), stopping.Token)
            .PipeTo(Self, failure: cause => new JournalFailed(cause));
    }

    private void Begin(OfferIndex index)
    {
        _index = index;
        foreach (var offer in _changed.Values) index.Put(offer);
        _changed.Clear();
        Context.Parent.Tell(new OffersListed(index.Count));
        while (_waiting.TryDequeue(out var next)) List(next.Request, next.Sender);
    }

    private static void Put(Offer offer, OfferIndex index)
    {
        var count = index.Count;
        index.Put(offer);
        if (index.Count > count) Context.Parent.Tell(new OffersListed(index.Count));
    }

    private void List(ListOffers request, IActorRef sender) =>
        sender.Tell(new Offers(_index!.Page(request)));

    private void Hold(ListOffers request)
    {
        if (_waiting.Count >= _around.Settings.WaitingMax) Sender.Tell(new Refused(RefuseReason.Busy));
        else _waiting.Enqueue((request, Sender));
    }

    private void Report(Exception cause)
    {
        Context.GetLogger().Error(cause, "The list of offers cannot be read; it is tried again");
        RefuseWaiting();
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, RetryInterval);
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(new Refused(RefuseReason.Unavailable));
    }

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
