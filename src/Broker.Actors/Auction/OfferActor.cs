using Akka.Persistence;
using Broker.Actors.Auction.Proto;
using Broker.Actors.Cluster;
using Broker.Actors.Persistence;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// One offer: its mailbox is the queue of its bids. What waits is decided on in order, stored as one event,
/// and answered in order when that is stored; so no answer says what a restart would not. It stops when
/// nothing was asked for a while, at once where there is no offer, or when it fails: then those that wait
/// are answered.
/// </summary>
internal sealed class OfferActor : UntypedPersistentActor
{
    private static readonly Refused Unavailable = new(RefuseReason.Unavailable);

    private readonly AuctionDependencies _dependencies;
    private readonly IActorRef _auction;
    private readonly OfferId _id;
    private readonly EventChain _chain;
    private readonly RecoveringSenders _recovering;
    private readonly Queue<Asked> _waiting = new();
    private readonly List<(OfferDecision Decision, Asked By)> _decided = [];
    private readonly OfferState _state;
    private int _unsaved;
    private bool _isStoring;
    private bool _isStopping;

    public OfferActor(AuctionDependencies dependencies, IActorRef auction)
    {
        (_dependencies, _auction) = (dependencies, auction);
        _id = AuctionIds.ParseName(EntityName.IdOf(Self));
        _chain = new EventChain(dependencies.Generation);
        _recovering = new RecoveringSenders(dependencies.Settings.WaitingMax);
        _state = new OfferState(_id, dependencies.Settings.BidsPerOfferMax);
    }

    public override string PersistenceId => AuctionIds.OfOffer(_id);

    private OfferMoved Moved => new(_state.Offer!, LastSequenceNr);

    public static Props PropsFor(AuctionDependencies dependencies, IActorRef auction) =>
        Props.Create(() => new OfferActor(dependencies, auction));

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (!IsRecovering || message is not IOfferCommand || _recovering.TryAdd(Sender))
            return base.AroundReceive(receive, message);

        Sender.Tell(new Refused(RefuseReason.Busy));
        return true;
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: StoredEvent { Event: OfferSnapshot m } stored } offered
                when _state.Restore(m):
                _chain.Restore(stored, offered.Metadata.SequenceNr);
                break;
            case StoredEvent { Event: OfferChanged m } stored
                when _chain.Continue(stored, LastSequenceNr) && m.Changes.All(_state.Apply):
                _unsaved += m.Changes.Count;
                break;
            case StoredEvent or SnapshotOffer:
                throw new InvalidDataException($"event {LastSequenceNr} of {PersistenceId} makes no sense");
            case RecoveryCompleted:
                _recovering.Clear();
                Context.SetReceiveTimeout(_dependencies.Settings.IdleTimeout);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case IOfferCommand m: Take(m); break;
            case SaveSnapshotSuccess m: DeleteSnapshots(Before(m.Metadata.SequenceNr)); break;
            case SaveSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure: break;
            case ReceiveTimeout: Context.Parent.Tell(Passivate.Instance); break;
            case StopEntity: _isStopping = true; Serve(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // Akka stops this actor, and the store has logged that it fails.
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        // Where the store is away, the store has logged it, and every request would log it again.
        if (reason is InvalidDataException) base.OnRecoveryFailure(reason, message);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Context.Stop(Self);

    protected override void PostStop()
    {
        // Who is answered may ask again at once: that is for its successor.
        Context.Parent.Tell(Passivate.Instance);
        _recovering.Answer(Unavailable);
        foreach (var (_, by) in _decided) by.Client.Tell(Unavailable);
        RefuseWaiting();
        base.PostStop();
    }

    private static SnapshotSelectionCriteria Before(long sequenceNr) => new(sequenceNr - 1);

    // What is stored is published: without room for that nothing is stored.
    private void Take(IOfferCommand command)
    {
        var change = command as Change;
        if (_waiting.Count >= _dependencies.Settings.WaitingMax
            || (change is not null && _dependencies.Budget.IsFull))
        {
            Sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        _waiting.Enqueue(new Asked(change?.Command ?? command, Sender, change?.Auction ?? _auction));
        Serve();
    }

    private void Serve()
    {
        while (!_isStoring && _waiting.Count > 0)
        {
            // Another node may have the offer by now.
            if (!_dependencies.Lease.MayStore)
            {
                RefuseWaiting();
                break;
            }

            var changed = DecideOnBatch();
            if (changed.Changes.Count > 0) Store(changed);
            else Answer();
        }
        if (_isStoring) return;

        if (_isStopping) Context.Stop(Self);
        else if (_state.Offer is null) Context.Parent.Tell(Passivate.Instance);
    }

    // The state runs ahead of what is stored: where that fails, this actor stops.
    private OfferChanged DecideOnBatch()
    {
        var changed = new OfferChanged();
        var now = _dependencies.Time.GetUtcNow();
        while (_decided.Count < _dependencies.Settings.BatchMax && _waiting.TryDequeue(out var next))
        {
            if (next.Command is Create create && _state.Offer is not null)
            {
                // Another offer has this number: the client's auction gives it a new one.
                next.Auction.Tell(create, next.Client);
                continue;
            }

            var decision = _state.Decide(next.Command, now);
            if (decision.Event is { } happened)
            {
                _state.Apply(happened);
                changed.Changes.Add(happened);
            }
            _decided.Add((decision, next));
        }
        return changed;
    }

    private void Store(OfferChanged changed)
    {
        _isStoring = true;
        PersistAsync(_chain.Next(changed), _ =>
        {
            _isStoring = false;
            // Before any answer: a list that is asked for after it has the change.
            _auction.Tell(Moved);
            foreach (var (decision, _) in _decided)
                if (decision.Happened is { } happened) _dependencies.Publish(happened);
            Answer();
            Keep(changed.Changes.Count);
            Serve();
        });
    }

    private void Answer()
    {
        foreach (var (decision, by) in _decided)
        {
            if (decision.Event is not null && !by.Auction.Equals(_auction))
                by.Auction.Tell(new Changed(Moved, (decision.Answer as BidFound)?.Bid, by.Client));
            else by.Client.Tell(decision.Answer is Relist ? new Relisted(Moved) : decision.Answer);
        }
        _decided.Clear();
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var next)) next.Client.Tell(Unavailable);
    }

    private void Keep(int changes)
    {
        _unsaved += changes;
        if (_unsaved < Math.Max(_dependencies.Settings.SnapshotAfter, _state.Bids / 4)) return;

        _unsaved = 0;
        SaveSnapshot(_chain.Snapshot(_state.ToSnapshot()));
    }

    /// <param name="Auction">Of the client's node.</param>
    private readonly record struct Asked(IOfferCommand Command, IActorRef Client, IActorRef Auction);
}
