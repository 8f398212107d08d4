using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The list of all offers, in memory. At the start it reads the table of offers and asks those whose newest
/// events are in no row; until then requests wait. Afterwards each offer of this node tells it of a change
/// before the change is answered, and other nodes tell it of theirs. It reads what a node that is gone did
/// not tell. It lives as long as the auction.
/// </summary>
internal sealed class OfferListActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RelistTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(1);

    // An event has the time at which its writing began, and is seen when that has ended.
    private static readonly TimeSpan WriteLongest = TimeSpan.FromMinutes(1);

    private readonly AuctionDependencies _dependencies;
    private readonly IActorRef _table;
    private readonly Queue<(ListOffers Request, IActorRef Sender)> _waiting = new();
    private readonly List<Offer> _early = [];
    private readonly RelistQueue _unlisted;
    private CancellationToken _stopping;
    private Action _stop = () => { };
    private OfferIndex? _index;
    private long _completeAt;
    private bool _isReady;
    private bool _isChecking;
    private bool _checksAgain;

    public OfferListActor(AuctionDependencies dependencies, IActorRef table)
    {
        (_dependencies, _table) = (dependencies, table);
        _unlisted = new RelistQueue(dependencies.Settings.RelistMax);
    }

    private enum Due { Read, Relist, Check }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="dependencies">Of the auction.</param>
    /// <param name="table">Writes rows.</param>
    public static Props PropsFor(AuctionDependencies dependencies, IActorRef table) =>
        Props.Create(() => new OfferListActor(dependencies, table));

    protected override void PreStart()
    {
        var stopping = new CancellationTokenSource();
        (_stopping, _stop) = (stopping.Token, stopping.Cancel);
        Read();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ListOffers m when _isReady: Sender.Tell(new Offers(_index!.Page(m))); break;
            case ListOffers m: Hold(m); break;
            case OfferMoved m: Put([m.Offer]); break;
            case OffersMoved m: Take(m); break;
            case MemberLost: Check(); break;
            case Relisted m: Put(m); break;
            case Refused: _unlisted.Refused(); AskUnlisted(); break;
            case OfferListReader.Loaded m: Begin(m); break;
            case ReadFailed m: Retry(m.Cause); break;
            case Checked m: EndCheck(m); break;
            case CheckFailed m: RetryCheck(m.Cause); break;
            case Due m: Do(m); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _stop();
        RefuseWaiting();
    }

    private void Do(Due due)
    {
        switch (due)
        {
            case Due.Read: Read(); break;
            case Due.Relist: _unlisted.EndRound(); AskUnlisted(); break;
            case Due.Check: Check(); break;
        }
    }

    private void Read()
    {
        _completeAt = _dependencies.Time.GetTimestamp();
        OfferListReader.LoadAsync(_dependencies.Tables, _stopping)
            .PipeTo(Self, failure: cause => new ReadFailed(cause));
    }

    private void Begin(OfferListReader.Loaded loaded)
    {
        _index = loaded.Index;
        foreach (var offer in _early) _index.Put(offer);
        _early.Clear();
        _unlisted.Add(loaded.Unlisted);
        Context.Parent.Tell(new OffersListed(_index.Count));
        AskUnlisted();
        if (_checksAgain) Check();
    }

    // One that is damaged stays as its row is.
    private void AskUnlisted()
    {
        var asked = _unlisted.Take().ToList();
        foreach (var id in asked) Context.Parent.Tell(new Relist(id));
        if (asked.Count > 0) Timers.StartSingleTimer(Due.Relist, Due.Relist, RelistTimeout);
        else if (_unlisted.IsEmpty) Timers.Cancel(Due.Relist);
        if (_index is null || !_unlisted.IsQuiet) return;

        _isReady = true;
        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(new Offers(_index.Page(next.Request)));
    }

    private void Put(Relisted m)
    {
        Put([m.Moved.Offer]);
        _table.Tell(m.Moved);
        _unlisted.Listed(m.Moved.Offer.Id);
        AskUnlisted();
    }

    private void Hold(ListOffers request)
    {
        if (_waiting.Count >= _dependencies.Settings.WaitingMax)
            Sender.Tell(new Refused(RefuseReason.Busy));
        else _waiting.Enqueue((request, Sender));
    }

    private void Put(IReadOnlyList<Offer> offers)
    {
        if (_index is null)
        {
            _early.AddRange(offers);
            return;
        }

        var count = _index.Count;
        foreach (var offer in offers) _index.Put(offer);
        if (_index.Count > count) Context.Parent.Tell(new OffersListed(_index.Count));
    }

    private void Take(OffersMoved piece)
    {
        Put(Array.ConvertAll(piece.Moved, moved => moved.Offer));
        Sender.Tell(new OffersTaken(piece.Number), ActorRefs.NoSender);
        if (piece.HasMissed) Check();
    }

    // What was complete a while ago lacks at most what has changed since.
    private void Check()
    {
        _checksAgain = _index is null || _isChecking;
        if (_checksAgain) return;

        _isChecking = true;
        var begun = _dependencies.Time.GetTimestamp();
        var age = _dependencies.Time.GetElapsedTime(_completeAt, begun) + WriteLongest;
        OfferListReader.ReadChangesAsync(_dependencies.Tables, age, _stopping).PipeTo(
            Self,
            success: changes => new Checked(changes, begun),
            failure: cause => new CheckFailed(cause));
    }

    private void EndCheck(Checked m)
    {
        (_isChecking, _completeAt) = (false, m.Begun);
        Put(m.Changes.Listed);
        _unlisted.Add(m.Changes.Unlisted);
        AskUnlisted();
        Timers.StartSingleTimer(Due.Check, Due.Check, CheckInterval);
        if (_checksAgain) Check();
    }

    private void RetryCheck(Exception cause)
    {
        Context.GetLogger().Debug("Changed offers cannot be read; it is tried again: {0}", cause.Message);
        _isChecking = false;
        Timers.StartSingleTimer(Due.Check, Due.Check, RetryInterval);
    }

    private void Retry(Exception cause)
    {
        Context.GetLogger().Error(cause, "The list of offers cannot be read; it is tried again");
        RefuseWaiting();
        Timers.StartSingleTimer(Due.Read, Due.Read, RetryInterval);
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(new Refused(RefuseReason.Unavailable));
    }

    private sealed record ReadFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Checked(OfferListReader.Changes Changes, long Begun)
        : INoSerializationVerificationNeeded;

    private sealed record CheckFailed(Exception Cause) : INoSerializationVerificationNeeded;
}
