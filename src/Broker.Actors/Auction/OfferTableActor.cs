using Broker.Actors.Auction.Proto;
using Google.Protobuf;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Writes the rows of offers that change on this node, several at a time. It lives as long as the auction; a
/// row that is lost with it is found by the next one who reads the table.
/// </summary>
internal sealed class OfferTableActor : UntypedActor, IWithTimers
{
    private const int RowsMax = 1_000;

    private readonly AuctionDependencies _dependencies;
    private readonly Dictionary<OfferId, OfferMoved> _unwritten = [];
    private CancellationToken _stopping;
    private Action _stop = () => { };
    private bool _isWriting;

    public OfferTableActor(AuctionDependencies dependencies) => _dependencies = dependencies;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(AuctionDependencies dependencies) =>
        Props.Create(() => new OfferTableActor(dependencies));

    protected override void PreStart()
    {
        var stopping = new CancellationTokenSource();
        (_stopping, _stop) = (stopping.Token, stopping.Cancel);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OfferMoved m: _unwritten[m.Offer.Id] = m; WriteSoon(); break;
            case Write: WriteRows(); break;
            case Written: _isWriting = false; WriteSoon(); break;
            case WriteFailed m: WriteAgain(m); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => _stop();

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

    private sealed record WriteFailed(IReadOnlyList<OfferMoved> Moved, Exception Cause)
        : INoSerializationVerificationNeeded;

    private sealed record Write : INoSerializationVerificationNeeded
    {
        public static readonly Write Instance = new();
    }

    private sealed record Written : INoSerializationVerificationNeeded
    {
        public static readonly Written Instance = new();
    }
}
