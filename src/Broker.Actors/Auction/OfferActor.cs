using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// One offer: its mailbox is the queue of its bids. What waits is decided on in order, stored in one append,
/// and answered in order when that is stored; so no answer ever says what a restart would not, nor what
/// another node has made untrue before it was asked. It ends when its registry asks it to and nothing waits,
/// or when it fails: then whoever waits is told.
/// </summary>
internal sealed class OfferActor : UntypedActor
{
    private const int PageEventsMax = 200_000;

    private readonly OfferId _id;
    private readonly StreamName _stream;
    private readonly AuctionDependencies _around;
    private readonly IActorRef _index;
    private readonly OfferQueue _queue;
    private OfferState _state;
    private OfferState.Mark _stored;
    private Phase _phase = Phase.Unread;
    private long _version;
    private long _keptVersion;
    private bool _isKeeping;
    private int _appended;

    public OfferActor(OfferId id, AuctionDependencies around, IActorRef index)
    {
        (_id, _around, _index) = (id, around, index);
        _stream = OfferStream.NameOf(id);
        _queue = new OfferQueue(around.Time);
        _state = New();
    }

    private enum Phase { Unread, Reading, Ready, Storing }

    public static Props PropsFor(OfferId id, AuctionDependencies around, IActorRef index) =>
        Props.Create(() => new OfferActor(id, around, index));

    protected override void PreStart() =>
        Context.SetReceiveTimeout(_around.Settings.OfferIdleTimeout);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IOfferCommand m: Take(m); break;
            case Page m: Continue(m); break;
            case Stored m when _isKeeping: Trim(m); break;
            case Stored m: Commit(m); break;
            case WrongVersion: ReadAgain(); break;
            case Rejected m: Refuse(m); break;
            case JournalFailed m: Fail(m.Cause); break;
            case ReceiveTimeout when IsIdle: Context.Parent.Tell(new OfferIdle(_id)); break;
            case ReceiveTimeout: break;
            case StopIfIdle: StopOrStay(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _queue.RefuseDecided(RefuseReason.Unavailable);
        _queue.RefuseWaiting(RefuseReason.Unavailable);
    }

    private bool IsShared => _around.Journal.IsShared;
    private bool IsIdle => _queue.Waiting == 0 && _phase is Phase.Unread or Phase.Ready;
    private OfferState New() => new(_id, _around.Settings.BidsPerOfferMax);

    private void Take(IOfferCommand command)
    {
        if (_queue.Waiting >= _around.Settings.WaitingMax)
        {
            Sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        _queue.Add(command, Sender);
        if (_phase == Phase.Unread) Read();
        else if (_phase == Phase.Ready) Decide();
    }

    private void Read()
    {
        _phase = Phase.Reading;
        _queue.Cover();
        Await(_around.Journal.ReadAsync(new Read(_stream, _version + 1, PageEventsMax)));
    }

    private void Continue(Page page)
    {
        foreach (var recorded in page.Events)
        {
            if (!OfferEventCodec.TryRead(recorded.Type, recorded.Payload.Span, out var happened)
                || !_state.Apply(happened))
            {
                Fail(new InvalidDataException($"version {recorded.Version} of {_stream} makes no sense"));
                return;
            }
            _version = recorded.Version;
            if (happened is OfferEvent.Kept) _keptVersion = _version;
        }

        _stored = _state.Here;
        if (page.Events.Count > 0 && _version < page.LastVersion) Read();
        else Decide();
    }

    private void Decide()
    {
        _phase = Phase.Ready;
        if (_queue.Waiting > 0 && IsWorthKeeping) Keep();
        while (_phase == Phase.Ready && _queue.Waiting > 0)
        {
            var isFresh = !IsShared || _queue.Covered > 0;
            DecideOnBatch();
            if (_queue.ToEvents() is { Count: > 0 } events) Append(events);
            else if (isFresh) Answer();
            else LookFirst();
        }
    }

    private void DecideOnBatch()
    {
        var now = _around.Time.GetUtcNow();
        foreach (var request in _queue.Take(_around.Settings.BatchMax))
        {
            if (request.Command is Create create && _state.Offer is not null)
            {
                Context.Parent.Tell(create.Request, request.Sender);
                continue;
            }

            var decision = _state.Decide(request.Command, now);
            if (decision.Event is { } happened) _state.Apply(happened);
            _queue.Decide(request, decision);
        }
    }

    // An append says by itself whether another node was here; who only reads or refuses must look.
    private void LookFirst()
    {
        _queue.PutBack();
        Read();
    }

    private void Append(List<Event> events)
    {
        _phase = Phase.Storing;
        _appended = events.Count;
        Await(_around.Journal.AppendAsync(
            new Append(_stream, events, _around.Settings.Journal) { ExpectedVersion = _version }));
    }

    private void Commit(Stored stored)
    {
        _version = stored.FirstVersion + _appended - 1;
        _stored = _state.Here;

        // Before any answer: who has one finds the change in every list that is asked for later.
        _index.Tell(new OfferChanged(_state.Offer!));
        foreach (var happened in _queue.Happened) _around.Publish(happened);
        Answer();
        // Who has just won would win again and again, while a rival reads what it has lost by: so both read.
        if (IsShared && _queue.Waiting > 0) Read();
        else Decide();
    }

    private bool IsWorthKeeping => _version - _keptVersion
        >= Math.Max(_around.Settings.SnapshotAfter, _stored.Bids / 4);

    private void Keep()
    {
        _isKeeping = true;
        Append([.. _state.Keep().Select(OfferEventCodec.Write)]);
    }

    private void Trim(Stored stored)
    {
        _version = _keptVersion = stored.FirstVersion + _appended - 1;
        _isKeeping = false;
        // Whatever comes of it: what is left is read again and changes nothing.
        _ = _around.Journal.TrimAsync(new Trim(_stream, stored.FirstVersion)).AsTask();
        Decide();
    }

    private void Answer()
    {
        _queue.Answer();
        // Nobody's number: it needs no actor.
        if (_state.Offer is null && _queue.Waiting == 0) Context.Parent.Tell(new OfferIdle(_id));
    }

    // Somebody else appended, or we did and were not told: what is new there comes first.
    private void ReadAgain()
    {
        _isKeeping = false;
        _state.GoBackTo(_stored);
        _queue.PutBackWithin(_around.Settings.DecideWithin);
        Read();
    }

    // What was refused is not stored.
    private void Refuse(Rejected rejected)
    {
        var reason = rejected.Reason == RejectReason.Busy ? RefuseReason.Busy : RefuseReason.Unavailable;
        if (_phase == Phase.Reading)
        {
            _queue.RefuseWaiting(reason);
            _phase = Phase.Unread;
            return;
        }

        // Such as one that is too large for an append: it is tried again when there is as much again.
        if (_isKeeping) _keptVersion = _version;
        RefuseBatch(reason);
        Decide();
    }

    // Nobody knows what is stored: everything is read anew.
    private void Fail(Exception cause)
    {
        Context.GetLogger().Error(cause, "The offer {0} cannot be read or stored", _id);
        if (_phase == Phase.Reading) _queue.RefuseWaiting(RefuseReason.Unavailable);
        RefuseBatch(RefuseReason.Unavailable);
        (_state, _version, _keptVersion, _phase) = (New(), 0, 0, Phase.Unread);
        _stored = _state.Here;
        if (_queue.Waiting > 0) Read();
    }

    private void RefuseBatch(RefuseReason reason)
    {
        _queue.RefuseDecided(reason);
        _isKeeping = false;
        _state.GoBackTo(_stored);
    }

    private void StopOrStay()
    {
        if (IsIdle) Context.Stop(Self);
        else Context.Parent.Tell(new OfferInUse(_id));
    }

    private void Await(ValueTask<Answer> answer) =>
        answer.PipeTo(Self, failure: cause => new JournalFailed(cause));
}
