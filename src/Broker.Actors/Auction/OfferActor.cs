using Broker.Actors.Journal;
using static Broker.Actors.Auction.AuctionProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// One offer: its mailbox is the queue of its bids. What waits is decided on in order, stored in one append,
/// and answered in order when that is stored; so no answer ever says what a restart would not. It ends when
/// its registry asks it to and nothing waits, or when it fails: then whoever waits is told.
/// </summary>
internal sealed class OfferActor : UntypedActor
{
    private const int PageEventsMax = 200_000;
    private const int ClashesMax = 3;

    private readonly OfferId _id;
    private readonly StreamName _stream;
    private readonly AuctionSurroundings _around;
    private readonly IActorRef _index;
    private readonly Queue<Waiting> _waiting = new();
    private readonly List<Decided> _batch = [];
    private OfferState _state;
    private OfferState.Mark _stored;
    private Phase _phase = Phase.Unread;
    private long _version;
    private int _clashes;

    public OfferActor(OfferId id, AuctionSurroundings around, IActorRef index)
    {
        (_id, _around, _index) = (id, around, index);
        _stream = OfferStream.NameOf(id);
        _state = New();
    }

    private enum Phase { Unread, Reading, Ready, Storing }

    public static Props PropsFor(OfferId id, AuctionSurroundings around, IActorRef index) =>
        Props.Create(() => new OfferActor(id, around, index));

    protected override void PreStart() =>
        Context.SetReceiveTimeout(_around.Settings.OfferIdleTimeout);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IOfferCommand m: Take(new Waiting(m, Sender)); break;
            case Page m: Continue(m); break;
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
        RefuseBatch(RefuseReason.Unavailable);
        RefuseWaiting(RefuseReason.Unavailable);
    }

    private bool IsIdle => _waiting.Count == 0 && _phase is Phase.Unread or Phase.Ready;

    private OfferState New() => new(_id, _around.Settings.BidsPerOfferMax);

    private void Take(Waiting command)
    {
        if (_waiting.Count >= _around.Settings.WaitingMax)
        {
            command.Sender.Tell(new Refused(RefuseReason.Busy));
            return;
        }

        _waiting.Enqueue(command);
        if (_phase == Phase.Unread) Read();
        else if (_phase == Phase.Ready) Decide();
    }

    private void Read()
    {
        _phase = Phase.Reading;
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
        }

        _stored = _state.Here;
        if (page.Events.Count > 0 && _version < page.LastVersion) Read();
        else Decide();
    }

    private void Decide()
    {
        _phase = Phase.Ready;
        while (_batch.Count == 0 && _waiting.Count > 0)
        {
            DecideOnBatch();
            if (_batch.Exists(decided => decided.Decision.Event is not null)) Store();
            else Answer();
        }
    }

    private void DecideOnBatch()
    {
        var now = _around.Time.GetUtcNow();
        while (_batch.Count < _around.Settings.BatchMax && _waiting.TryDequeue(out var command))
        {
            if (command.Command is Create create && _state.Offer is not null)
            {
                Context.Parent.Tell(create.Request, command.Sender);
                continue;
            }

            var decision = _state.Decide(command.Command, now);
            if (decision.Event is { } happened) _state.Apply(happened);
            _batch.Add(new Decided(command, decision));
        }
    }

    private void Store()
    {
        _phase = Phase.Storing;
        var events = new List<Event>(_batch.Count);
        foreach (var decided in _batch)
            if (decided.Decision.Event is { } happened) events.Add(OfferEventCodec.Write(happened));
        Await(_around.Journal.AppendAsync(
            new Append(_stream, events, _around.Settings.Journal) { ExpectedVersion = _version }));
    }

    private void Commit(Stored stored)
    {
        _version = stored.FirstVersion - 1;
        foreach (var decided in _batch)
            if (decided.Decision.Event is not null) _version++;
        (_stored, _clashes) = (_state.Here, 0);

        // Before any answer: who has one finds the change in every list that is asked for later.
        _index.Tell(new OfferChanged(_state.Offer!));
        foreach (var decided in _batch)
            if (decided.Decision.Happened is { } happened) _around.Publish(happened);
        Answer();
        Decide();
    }

    private void Answer()
    {
        foreach (var decided in _batch) decided.Sender.Tell(decided.Decision.Answer);
        _batch.Clear();
        // Nobody's number: it needs no actor.
        if (_state.Offer is null && _waiting.Count == 0) Context.Parent.Tell(new OfferIdle(_id));
    }

    // Somebody else appended, or we did and were not told: what is new there comes first.
    private void ReadAgain()
    {
        if (++_clashes > ClashesMax) RefuseBatch(RefuseReason.Unavailable);

        _state.GoBackTo(_stored);
        Waiting[] again = [.. _batch.Select(decided => decided.Command), .. _waiting];
        _batch.Clear();
        _waiting.Clear();
        foreach (var command in again) _waiting.Enqueue(command);
        Read();
    }

    // What was refused is not stored.
    private void Refuse(Rejected rejected)
    {
        var reason = rejected.Reason == RejectReason.Busy ? RefuseReason.Busy : RefuseReason.Unavailable;
        if (_phase == Phase.Reading)
        {
            RefuseWaiting(reason);
            _phase = Phase.Unread;
            return;
        }

        RefuseBatch(reason);
        Decide();
    }

    // Nobody knows what is stored: everything is read anew.
    private void Fail(Exception cause)
    {
        Context.GetLogger().Error(cause, "The offer {0} cannot be read or stored", _id);
        if (_phase == Phase.Reading) RefuseWaiting(RefuseReason.Unavailable);
        RefuseBatch(RefuseReason.Unavailable);
        (_state, _version, _phase) = (New(), 0, Phase.Unread);
        _stored = _state.Here;
        if (_waiting.Count > 0) Read();
    }

    private void RefuseWaiting(RefuseReason reason)
    {
        while (_waiting.TryDequeue(out var waiting)) waiting.Sender.Tell(new Refused(reason));
    }

    // All of it: what was only read or refused in it rests on what is not stored.
    private void RefuseBatch(RefuseReason reason)
    {
        foreach (var decided in _batch) decided.Sender.Tell(new Refused(reason));
        _batch.Clear();
        _clashes = 0;
        _state.GoBackTo(_stored);
    }

    private void StopOrStay()
    {
        if (IsIdle) Context.Stop(Self);
        else Context.Parent.Tell(new OfferInUse(_id));
    }

    private void Await(ValueTask<Answer> answer) =>
        answer.PipeTo(Self, failure: cause => new JournalFailed(cause));

    private readonly record struct Waiting(IOfferCommand Command, IActorRef Sender);

    private readonly record struct Decided(Waiting Command, OfferDecision Decision)
    {
        public IActorRef Sender => Command.Sender;
    }
}
