using Akka.Persistence;
using Broker.Actors.Cluster;
using Broker.Actors.Persistence;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// The home of a channel that is stored: a thin shell over <see cref="ChannelState"/> as <see
/// cref="ChannelActor"/> is. What it sends is stored before; while one piece is being stored, the next
/// collects. Its events are the history. Without its node's lease it begins no write, answers no publisher
/// and sends nothing of what is stored meanwhile. It passivates when no node is attached and no one has asked
/// for it for a while.
/// </summary>
internal sealed class StoredChannelActor : UntypedPersistentActor
{
    private readonly ChannelName _name;
    private readonly HomeDependencies _around;
    private readonly ChannelState _state;
    private readonly StoredWrites _writes;
    private readonly WakeTimer _timer;
    private readonly List<object> _recovering = [];
    private RollCall? _roll;
    private DateTimeOffset _usedAt;
    private bool _isPassivating;
    private bool _isStopping;

    public StoredChannelActor(HomeDependencies around)
    {
        var store = around.Store!;
        (_name, _around) = (EntityName.ChannelOf(Self), around);
        PersistenceId = PersistenceIds.Of(PersistenceIds.ChannelKind, _name.Value);
        _state = new ChannelState(
            _name, around.Settings.KindOf(_name), around.Limits, store.Generation.Value.ToString(),
            store.Level, around.Nodes.Node, around.Windows, ChannelActor.Send);
        _writes = new StoredWrites(
            _name, _state, around, stored => PersistAsync(stored, _ => Stored()), DeleteMessages);
        _timer = new WakeTimer(Self, Context.System.Scheduler, around.Time);
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => Recoveries.WithoutSnapshot;

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    public static Props PropsFor(HomeDependencies around) =>
        Props.Create(() => new StoredChannelActor(around));

    // Akka holds back what comes meanwhile, without a bound. What is not taken is repeated by its node.
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (!IsRecovering || message is not IHomeMessage) return base.AroundReceive(receive, message);
        // A detach is not repeated.
        if (_recovering.Count >= _around.Settings.HeldMax && message is not Detach) return true;

        _recovering.Add(message);
        return base.AroundReceive(receive, message);
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case StoredEvent stored: _writes.Restore(stored, LastSequenceNr); break;
            case RecoveryCompleted:
                _recovering.Clear();
                _usedAt = Now;
                _roll = RollCall.Begin(_name, _around);
                _state.Tend(Now);
                PassivateOrWait();
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case IHomeMessage when _isPassivating: Context.Parent.Forward(message); break;
            case PublishBatch m when _roll is not null: _roll.Held.Enqueue(m); break;
            case PublishBatch m: Accept(m); break;
            case Attach m: _usedAt = Now; _state.Attach(m); Hear(m.Node); break;
            case NotHere m: Hear(m.Node); break;
            case Count m: _state.Count(m); break;
            case Detach m: _usedAt = Now; _state.Detach(m.AttachId); break;
            case ReadHistory m: _usedAt = Now; _state.Tend(Now); _state.Read(m); break;
            case Confirmed m: _state.Confirm(m); break;
            case Have m: _state.SendAgain(m); break;
            case WakeTimer.Wake: Wake(); break;
            case StopEntity: Finish(message); break;
            case DeleteMessagesSuccess or DeleteMessagesFailure: break;
            default: Unhandled(message); break;
        }
        if (!_isPassivating && !_isStopping) PassivateOrWait();
    }

    // The store logs that it fails, once. Akka stops the actor.
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
    }

    // The same; every request would log it again.
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (reason is InvalidDataException) base.OnRecoveryFailure(reason, message);
    }

    // Akka would go on with an event that is missing.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Context.GetLogger().Error(cause, "The store does not take an event of channel {0}", _name);
        Context.Stop(Self);
    }

    protected override void PostStop()
    {
        _timer.Stop();
        foreach (var message in _recovering)
            ChannelActors.Refuse(message, RejectReason.Unavailable);
        _writes.RejectUnstored();
        if (!_isStopping) _state.Lose();
        _state.End();
        base.PostStop();
    }

    private void Wake()
    {
        _timer.Stop();
        _state.Tend(Now);
        _writes.Trim();
        EndRoll();
        if (_writes.IsHeld) _writes.GoOn();
    }

    private void Hear(IActorRef node)
    {
        if (_roll?.Heard(node) == true) EndRoll();
    }

    private void EndRoll()
    {
        if (_roll is null || (_roll.IsMissing && _roll.EndsAt > Now)) return;

        var held = _roll.Held;
        _roll = null;
        foreach (var batch in held) Accept(batch);
    }

    // What is left unanswered is repeated by its publisher.
    private void Accept(PublishBatch m)
    {
        var now = _usedAt = Now;
        var mayStore = _around.Lease.MayStore;
        if (mayStore && _around.IsTooMuchFromElsewhere(m))
        {
            _state.Reject(m, RejectReason.Busy, now);
            return;
        }

        if (!_state.HasRoomFor(m)) _writes.Flush();
        if (!mayStore || !_state.HasRoomFor(m)) _state.Ignore(m, now);
        else
        {
            _state.Accept(m, now);
            _writes.FlushWhenFree();
        }
    }

    private void Stored()
    {
        _writes.Stored(LastSequenceNr);
        if (!_isStopping) PassivateOrWait();
    }

    private void PassivateOrWait()
    {
        var due = _state.NextDue;
        if (_roll is not null) due = _roll.EndsAt;
        else if (_state.IsIdle)
        {
            var idleAt = _usedAt + _around.Settings.StoredIdleTimeout;
            if (idleAt <= Now)
            {
                _writes.Trim(countMin: 1);
                _isPassivating = true;
                Context.Parent.Tell(Passivate.Instance);
                return;
            }
            due = due < idleAt ? due : idleAt;
        }
        if (due is { } at) _timer.At(at);
        if (_writes.IsHeld) _timer.At(Now + _around.Limits.LeaseInterval);
    }

    private void Finish(object message)
    {
        _writes.Send();
        _writes.Flush();
        DeferAsync(message, _ => Stop());
    }

    private void Stop()
    {
        _writes.Send();
        foreach (var held in _roll?.Held ?? []) _state.Ignore(held, Now);
        if (!_isPassivating) _state.Leave();
        _isStopping = true;
        Context.Stop(Self);
    }
}
