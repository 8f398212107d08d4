using Broker.Actors.Cluster;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// The home of a channel that is not stored: a thin shell over <see cref="ChannelState"/>. Where several
/// nodes publish, the first batch sends the actor a <see cref="Flush"/>, which comes after all that waits in
/// its mailbox; then all goes out in one piece. Without its node's lease it answers no publisher and sends
/// nothing. It passivates when no node is attached, nothing is remembered and no one has published for a
/// while.
/// </summary>
internal sealed class ChannelActor : UntypedActor
{
    internal static readonly Action<IActorRef, object> Send =
        static (to, message) => to.Tell(message, ActorRefs.NoSender);

    private readonly HomeDependencies _around;
    private readonly ChannelState _state;
    private readonly WakeTimer _timer;
    private RollCall? _roll;
    private DateTimeOffset _publishedAt;
    private bool _isHeld;
    private bool _isPassivating;
    private bool _isStopping;

    public ChannelActor(HomeDependencies around)
    {
        var name = EntityName.ChannelOf(Self);
        _around = around;
        _state = new ChannelState(
            name, around.Settings.KindOf(name), around.Limits, Epoch.Next(), Durability.Memory,
            around.Nodes.Node, around.Windows, Send);
        _timer = new WakeTimer(Self, Context.System.Scheduler, around.Time);
    }

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    public static Props PropsFor(HomeDependencies around) => Props.Create(() => new ChannelActor(around));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IHomeMessage when _isPassivating: Context.Parent.Forward(message); break;
            case PublishBatch m when _roll is not null: _roll.Held.Enqueue(m); break;
            case PublishBatch m: Accept(m); break;
            case Flush: FlushStaged(); break;
            case Attach m: FlushStaged(); _state.Attach(m); Hear(m.Node); break;
            case NotHere m: Hear(m.Node); break;
            case Count m: FlushStaged(); _state.Count(m); break;
            case Detach m: FlushStaged(); _state.Detach(m.AttachId); break;
            case ReadHistory m: FlushStaged(); _state.Read(m); break;
            case Confirmed m: _state.Confirm(m); break;
            case Have m: _state.SendAgain(m); break;
            case WakeTimer.Wake: Wake(); break;
            case StopEntity: Stop(); break;
            default: Unhandled(message); break;
        }
        if (!_isPassivating && !_isStopping) PassivateOrWait();
    }

    protected override void PreStart() => _roll = RollCall.Begin(EntityName.ChannelOf(Self), _around);

    // Attached nodes are there when the home failed: they are told, since no one watches across nodes.
    protected override void PostStop()
    {
        _timer.Stop();
        if (!_isStopping) _state.Lose();
        _state.End();
    }

    private void Wake()
    {
        _timer.Stop();
        _state.Tend(Now);
        EndRoll();
        if (_isHeld) FlushStaged();
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
        var now = _publishedAt = Now;
        var mayAccept = _around.Lease.MayAccept;
        if (mayAccept && _around.IsTooMuchFromElsewhere(m))
        {
            _state.Reject(m, RejectReason.Busy, now);
            return;
        }

        if (_isHeld || !_state.HasRoomFor(m)) FlushStaged();
        if (!mayAccept || !_state.HasRoomFor(m))
        {
            _state.Ignore(m, now);
            return;
        }

        var isFirst = !_state.HasStaged;
        _state.Accept(m, now);
        if (!_state.HasStaged || !isFirst) return;

        // A publisher sends its next batch when it has the results of the last: a single one never has two
        // here.
        if (_state.KnownPublishers.Count == 1) FlushStaged();
        else Self.Tell(Flush.Instance);
    }

    private void FlushStaged()
    {
        _isHeld = _state.HasStaged && !_around.Lease.MayAccept;
        if (_state.HasStaged && !_isHeld) _state.Commit(_state.TakeStaged(_state.Epoch), Now);
    }

    private void PassivateOrWait()
    {
        var due = _state.NextDue;
        if (_roll is not null) due = _roll.EndsAt;
        else if (_state.IsIdle && _state.IsForgotten)
        {
            due = _publishedAt + _around.Settings.IdleTimeout;
            if (due <= Now)
            {
                _isPassivating = true;
                Context.Parent.Tell(Passivate.Instance);
                return;
            }
        }
        if (due is { } at) _timer.At(at);
        if (_isHeld) _timer.At(Now + _around.Limits.LeaseInterval);
    }

    private void Stop()
    {
        FlushStaged();
        foreach (var held in _roll?.Held ?? []) _state.Ignore(held, Now);
        if (!_isPassivating) _state.Leave();
        _isStopping = true;
        Context.Stop(Self);
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
