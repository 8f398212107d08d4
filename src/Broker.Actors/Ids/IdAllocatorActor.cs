using Akka.Persistence;
using Broker.Actors.Cluster;
using Broker.Actors.Ids.Proto;
using Broker.Actors.Persistence;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Ids;

/// <summary>
/// Gives out unsigned 64-bit ids, from 1, each one once. It stores that a block is taken before it gives
/// one of it; meanwhile requests wait and are answered in order. What is left of the last block is lost
/// when it stops, which it does when the store fails: ids are many.
/// </summary>
public sealed class IdAllocatorActor : UntypedPersistentActor
{
    private const string EntityId = "ids";
    private readonly IdSettings _settings;
    private readonly IHomeLease _lease;
    private readonly EventChain _chain;
    private readonly RecoveringSenders _recovering;
    private readonly Queue<(int Count, IActorRef Sender)> _waiting = new();
    private ulong _next = 1;
    private ulong _left;
    private bool _isReserving;

    public IdAllocatorActor(CurrentGeneration generation, IdSettings settings, IHomeLease lease)
    {
        (_settings, _lease) = (settings, lease);
        _chain = new EventChain(generation);
        _recovering = new RecoveringSenders(settings.WaitingMax);
    }

    public override string PersistenceId => EntityId;

    public override Recovery Recovery => Recoveries.WithoutSnapshot;

    private bool IsFull => _waiting.Count >= _settings.WaitingMax;

    /// <summary>For a parent that starts it with the next request, also after it has failed.</summary>
    /// <param name="generation">Under which events are stored.</param>
    /// <param name="settings">Of the allocator.</param>
    /// <param name="lease">Of this node; null in one process.</param>
    public static EntityKind KindFor(
        CurrentGeneration generation, IdSettings settings, IHomeLease? lease = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new EntityKind(
            message => message is Allocate ? EntityId : null,
            _ => Props.Create(
                () => new IdAllocatorActor(generation, settings, lease ?? OneProcess.Instance)),
            EntitiesMax: 1,
            settings.WaitingMax,
            (_, sender, _) => sender.Tell(Unavailable.Instance));
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (!IsRecovering || message is not Allocate || _recovering.TryAdd(Sender))
            return base.AroundReceive(receive, message);

        Sender.Tell(Unavailable.Instance);
        return true;
    }

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case StoredEvent { Event: IdsReserved m } stored when _chain.Continue(stored, LastSequenceNr):
                _next = Math.Max(_next, m.Next);
                break;
            case StoredEvent:
                throw new InvalidDataException($"event {LastSequenceNr} of {PersistenceId} makes no sense");
            case RecoveryCompleted: _recovering.Clear(); break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Allocate { Count: < 1 } m: Sender.Tell(Nonsense(m)); break;
            case Allocate when IsFull: Sender.Tell(Unavailable.Instance); break;
            case Allocate m: _waiting.Enqueue((m.Count, Sender)); Serve(); break;
            case DeleteMessagesSuccess or DeleteMessagesFailure: break;
            case StopEntity: Context.Stop(Self); break;
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
        _recovering.Answer(Unavailable.Instance);
        RefuseWaiting();
        base.PostStop();
    }

    private static Status.Failure Nonsense(Allocate request) =>
        new(new ArgumentOutOfRangeException(nameof(request), request.Count, "not a number of ids"));

    private void Serve()
    {
        if (_isReserving) return;

        while (_waiting.TryPeek(out var first) && (ulong)first.Count <= _left) Give(_waiting.Dequeue());
        if (!_waiting.TryPeek(out var next)) return;

        // What is left of its block is its own, wherever the next block is taken.
        if (_lease.MayStore) Reserve((ulong)Math.Max(next.Count, _settings.BlockSize));
        else RefuseWaiting();
    }

    private void RefuseWaiting()
    {
        while (_waiting.TryDequeue(out var request)) request.Sender.Tell(Unavailable.Instance);
    }

    private void Give((int Count, IActorRef Sender) request)
    {
        request.Sender.Tell(new Allocated(_next, request.Count));
        _next += (ulong)request.Count;
        _left -= (ulong)request.Count;
    }

    private void Reserve(ulong count)
    {
        // The highest number is never given, so that what comes next can always be written down.
        if (ulong.MaxValue - _next - _left < count)
        {
            Exhaust();
            return;
        }

        _isReserving = true;
        PersistAsync(_chain.Next(new IdsReserved { Next = _next + _left + count }), _ =>
        {
            _isReserving = false;
            _left += count;
            // Only the last one counts: whatever comes of this, what is left changes nothing.
            DeleteMessages(LastSequenceNr - 1);
            Serve();
        });
    }

    // Requests for no more than what is left of the last block still get it.
    private void Exhaust()
    {
        while (_waiting.TryDequeue(out var request))
        {
            if ((ulong)request.Count <= _left) Give(request);
            else request.Sender.Tell(Exhausted.Instance);
        }
    }
}
