using Broker.Actors.Auction.Proto;
using Google.Protobuf;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// The list of all offers, in memory and as a table of the store. At the start it reads the table and asks
/// the offers whose newest events are in no row; until then requests wait. Afterwards each offer tells it
/// of a change before the change is answered, and it writes rows in batches. It lives as long as the
/// auction.
/// </summary>
internal sealed class OfferListActor : UntypedActor, IWithTimers
{
    private const int RowsMax = 1_000;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RelistTimeout = TimeSpan.FromSeconds(10);

    private readonly AuctionDependencies _dependencies;
    private readonly Queue<(ListOffers Request, IActorRef Sender)> _waiting = new();
    private readonly Dictionary<OfferId, OfferMoved> _unwritten = [];
    private readonly List<OfferMoved> _early = [];
    private readonly Queue<OfferId> _unlisted = new();
    private CancellationToken _stopping;
    private Action _stop = () => { };
    private OfferIndex? _index;
    private int _asked;
    private bool _isWriting;

    public OfferListActor(AuctionDependencies dependencies) => _dependencies = dependencies;

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsReady => _index is not null && _unlisted.Count == 0 && _asked == 0;

    public static Props PropsFor(AuctionDependencies dependencies) =>
        Props.Create(() => new OfferListActor(dependencies));

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
            case ListOffers m when IsReady: Sender.Tell(new Offers(_index!.Page(m))); break;
            case ListOffers m: Hold(m); break;
            case OfferMoved m: Put(m); break;
            case Loaded m: Begin(m); break;
            case Relisted m: Put(m.Moved); Listed(); break;
            case Refused: Listed(); break;
            case Late: _asked = 0; AskUnlisted(); break;
            case Write: WriteRows(); break;
            case Written: _isWriting = false; WriteSoon(); break;
            case ReadFailed m: Retry(m.Cause); break;
            case WriteFailed m: WriteAgain(m); break;
            case Reading: Read(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _stop();
        RefuseWaiting();
    }

    private void Read() => LoadAsync(_dependencies.Tables, _stopping)
        .PipeTo(Self, failure: cause => new ReadFailed(cause));

    // Reading and sorting a million rows takes seconds: not on this actor's thread.
    private static Task<Loaded> LoadAsync(IAuctionTables tables, CancellationToken stopping) => Task.Run(
        async () =>
        {
            var offers = new Dictionary<OfferId, ListedOffer>();
            await foreach (var row in tables.ReadOffersAsync(stopping))
            {
                if (!AuctionIds.TryParseOffer(row.PersistenceId, out var id)) continue;
                offers.Add(id, new ListedOffer(OfferListed.Parser.ParseFrom(row.Offer.Span).ToOffer(id)));
            }

            var unlisted = new List<OfferId>();
            await foreach (var text in tables.ReadUnlistedOffersAsync(stopping))
                if (AuctionIds.TryParseOffer(text, out var id)) unlisted.Add(id);
            return new Loaded(new OfferIndex(offers), unlisted);
        },
        stopping);

    private void Begin(Loaded loaded)
    {
        _index = loaded.Index;
        foreach (var moved in _early) _index.Put(moved.Offer);
        _early.Clear();
        foreach (var id in loaded.Unlisted) _unlisted.Enqueue(id);
        Context.Parent.Tell(new OffersListed(_index.Count));
        AskUnlisted();
    }

    // One that is damaged is refused, and stays as its row is.
    private void AskUnlisted()
    {
        while (_asked < _dependencies.Settings.RelistMax && _unlisted.TryDequeue(out var id))
        {
            Context.Parent.Tell(new Relist(id));
            _asked++;
        }
        // An offer that fails just when it is asked does not answer.
        if (_asked > 0) Timers.StartSingleTimer(Late.Instance, Late.Instance, RelistTimeout);
        else Timers.Cancel(Late.Instance);
        if (!IsReady) return;

        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(new Offers(_index!.Page(next.Request)));
    }

    private void Listed()
    {
        _asked = Math.Max(0, _asked - 1);
        AskUnlisted();
    }

    private void Hold(ListOffers request)
    {
        if (_waiting.Count >= _dependencies.Settings.WaitingMax)
            Sender.Tell(new Refused(RefuseReason.Busy));
        else _waiting.Enqueue((request, Sender));
    }

    private void Put(OfferMoved moved)
    {
        _unwritten[moved.Offer.Id] = moved;
        WriteSoon();
        if (_index is null)
        {
            _early.Add(moved);
            return;
        }

        var count = _index.Count;
        _index.Put(moved.Offer);
        if (_index.Count > count) Context.Parent.Tell(new OffersListed(_index.Count));
    }

    private void WriteSoon()
    {
        if (!_isWriting && _unwritten.Count > 0 && !Timers.IsTimerActive(Write.Instance))
            Timers.StartSingleTimer(Write.Instance, Write.Instance, _dependencies.Settings.ListWriteInterval);
    }

    private void WriteRows()
    {
        var moved = _unwritten.Values.Take(RowsMax).ToList();
        foreach (var one in moved) _unwritten.Remove(one.Offer.Id);
        OfferRow[] rows =
        [
            .. moved.Select(one => new OfferRow(
                AuctionIds.OfOffer(one.Offer.Id), one.SequenceNr, OfferListed.Of(one.Offer).ToByteArray())),
        ];
        _isWriting = true;
        _dependencies.Tables.WriteOffersAsync(rows, _stopping).PipeTo(
            Self, success: () => Written.Instance, failure: cause => new WriteFailed(moved, cause));
    }

    private void WriteAgain(WriteFailed failed)
    {
        Context.GetLogger().Debug("The list of offers cannot be written: {0}", failed.Cause.Message);
        foreach (var one in failed.Moved) _unwritten.TryAdd(one.Offer.Id, one);
        _isWriting = false;
        WriteSoon();
    }

    private void Retry(Exception cause)
    {
        Context.GetLogger().Error(cause, "The list of offers cannot be read; it is tried again");
        RefuseWaiting();
        Timers.StartSingleTimer(Reading.Instance, Reading.Instance, RetryInterval);
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var next)) next.Sender.Tell(new Refused(RefuseReason.Unavailable));
    }

    private sealed record Loaded(OfferIndex Index, IReadOnlyList<OfferId> Unlisted);

    private sealed record ReadFailed(Exception Cause);

    private sealed record WriteFailed(IReadOnlyList<OfferMoved> Moved, Exception Cause);

    private sealed record Write
    {
        public static readonly Write Instance = new();
    }

    private sealed record Written
    {
        public static readonly Written Instance = new();
    }

    private sealed record Late
    {
        public static readonly Late Instance = new();
    }

    private sealed record Reading
    {
        public static readonly Reading Instance = new();
    }
}
