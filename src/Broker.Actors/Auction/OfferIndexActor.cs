using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The list of all offers: a fold over their streams at the start, then what each offer tells it before it
/// answers. Until the fold has caught up, requests wait. Where other nodes store, too, it goes on following
/// the journal, and a list is answered when it has heard of all that was stored when it was asked for. It
/// lives as long as the auction.
/// </summary>
internal sealed class OfferIndexActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly AuctionDependencies _around;
    private readonly Queue<(ListOffers Request, IActorRef Sender)> _waiting = new();
    private readonly Queue<(ListOffers Request, IActorRef Sender)> _round = new();
    private readonly Dictionary<OfferId, Offer> _changed = [];
    private OfferIndex? _index;
    private CancellationToken _stopping;
    private Action _stop = () => { };
    private long _passed;
    private long _needed = long.MaxValue;

    public OfferIndexActor(AuctionDependencies around) => _around = around;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionDependencies around) =>
        Props.Create(() => new OfferIndexActor(around));

    protected override void PreStart()
    {
        var stopping = new CancellationTokenSource();
        (_stopping, _stop) = (stopping.Token, stopping.Cancel);
        Fold();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ListOffers m when _index is not null && !IsShared: List(m, Sender); break;
            case ListOffers m: Hold(m); BeginRound(); break;
            case OfferChanged m when _index is not null: Put(m.Offer, _index); break;
            case OfferChanged m: _changed[m.Offer.Id] = m.Offer; break;
            case OfferFold.Folded m: Begin(m); break;
            case Followed m: Take(m, _index!); break;
            case HeadKnown m: Need(m.Position); break;
            case Late: GiveUpRound(); break;
            case JournalFailed m: Report(m.Cause); break;
            case Retry when _index is null: Fold(); break;
            case Retry: Follow(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _stop();
        Refuse(_round);
        Refuse(_waiting);
    }

    private bool IsShared => _around.Journal.IsShared;

    // Not on this thread: much of it happens without a wait.
    private void Fold()
    {
        var (journal, level, stopping) = (_around.Journal, _around.Settings.Journal, _stopping);
        Task.Run(() => OfferFold.RunAsync(journal, level, stopping), stopping)
            .PipeTo(Self, failure: cause => new JournalFailed(cause));
    }

    private void Begin(OfferFold.Folded folded)
    {
        (_index, _passed) = (folded.Index, folded.Position);
        foreach (var offer in _changed.Values) _index.Put(offer);
        _changed.Clear();
        Context.Parent.Tell(new OffersListed(_index.Count));
        if (IsShared)
        {
            Follow();
            BeginRound();
        }
        else while (_waiting.TryDequeue(out var next)) List(next.Request, next.Sender);
    }

    private void Follow()
    {
        var (journal, self, after, stopping) = (_around.Journal, Self, _passed, _stopping);
        Task.Run(() => FollowAsync(journal, self, after, stopping), stopping)
            .PipeTo(Self, failure: cause => new JournalFailed(cause));
    }

    // All streams, for only the positions of all tell that there is nothing more of these.
    private static async Task<Followed> FollowAsync(
        IJournal journal, IActorRef self, long after, CancellationToken stopping)
    {
        await foreach (var one in journal.FollowAsync(after, "", stopping))
            self.Tell(one, ActorRefs.NoSender);
        throw new IOException("the journal was closed");
    }

    private void Take(Followed followed, OfferIndex index)
    {
        if (followed is Recorded recorded
            && OfferStream.TryParse(recorded.Stream, out var id)
            && OfferEventCodec.TryRead(recorded.Type, recorded.Payload.Span, out var happened))
        {
            var count = index.Count;
            index.Take(id, happened);
            if (index.Count > count) Context.Parent.Tell(new OffersListed(index.Count));
        }

        _passed = followed.Position;
        if (_passed >= _needed) AnswerRound();
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

    // One question to the journal for all that wait; who comes meanwhile is in the next round.
    private void BeginRound()
    {
        if (_index is null || _round.Count > 0 || _waiting.Count == 0) return;

        while (_waiting.TryDequeue(out var next)) _round.Enqueue(next);
        _around.Journal.HeadAsync().AsTask().PipeTo(
            Self, success: head => new HeadKnown(head), failure: _ => new HeadKnown(null));
    }

    private void Need(long? position)
    {
        _needed = position ?? long.MaxValue;
        if (position is null) EndRound();
        else if (_passed >= _needed) AnswerRound();
        else Timers.StartSingleTimer(Late.Instance, Late.Instance, _around.Settings.ListWithin);
    }

    private void AnswerRound()
    {
        while (_round.TryDequeue(out var next)) List(next.Request, next.Sender);
        EndRound();
    }

    private void GiveUpRound()
    {
        // The event at the head may have been trimmed before it was met here; then only another is ever met.
        _ = _around.Journal.AppendAsync(JournalMark.In(OfferStream.Marks, _around.Settings.Journal)).AsTask();
        EndRound();
    }

    private void EndRound()
    {
        Timers.Cancel(Late.Instance);
        _needed = long.MaxValue;
        Refuse(_round);
        BeginRound();
    }

    private void Report(Exception cause)
    {
        Context.GetLogger().Error(cause, "The list of offers cannot be read; it is tried again");
        if (_index is null) Refuse(_waiting);
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, RetryInterval);
    }

    private static void Refuse(Queue<(ListOffers Request, IActorRef Sender)> requests)
    {
        while (requests.TryDequeue(out var next)) next.Sender.Tell(new Refused(RefuseReason.Unavailable));
    }

    private sealed record HeadKnown(long? Position);

    private sealed record Late
    {
        public static readonly Late Instance = new();
    }

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
