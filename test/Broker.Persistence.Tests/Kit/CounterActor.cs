using Akka.Persistence;
using Broker.Actors.Ids.Proto;
using Broker.Actors.Persistence;

namespace Broker.Persistence.Tests.Kit;

/// <summary>
/// A persistent actor that stores numbers. It answers each with itself when it is stored, and with
/// <see cref="Stopped"/> when it ends before that.
/// </summary>
internal sealed class CounterActor : UntypedPersistentActor
{
    private readonly EventChain _chain;
    private readonly List<ulong> _numbers = [];
    private readonly Queue<IActorRef> _waiting = new();
    private readonly RecoveringSenders _recovering = new(max: 100);
    private bool _isBroken;

    public CounterActor(string persistenceId, CurrentGeneration generation)
    {
        PersistenceId = persistenceId;
        _chain = new EventChain(generation);
    }

    public override string PersistenceId { get; }

    public static Props PropsFor(string persistenceId, CurrentGeneration generation) =>
        Props.Create(() => new CounterActor(persistenceId, generation));

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is ulong && !_recovering.TryAdd(Sender))
        {
            Sender.Tell(Stopped.Instance);
            return true;
        }

        return base.AroundReceive(receive, message);
    }

    protected override void OnRecover(object message)
    {
        if (message is RecoveryCompleted) _recovering.Clear();
        if (message is not StoredEvent stored) return;

        _isBroken |= !_chain.Continue(stored, LastSequenceNr);
        _numbers.Add(((IdsReserved)stored.Event).Next);
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case ulong number:
                _waiting.Enqueue(Sender);
                PersistAsync(_chain.Next(new IdsReserved { Next = number }), stored =>
                {
                    _numbers.Add(number);
                    _waiting.Dequeue().Tell(number);
                });
                break;
            case Read: Sender.Tell(new State([.. _numbers], _chain.Last, _isBroken)); break;
            case Trim: DeleteMessages(LastSequenceNr - 1); break;
            case DeleteMessagesSuccess: break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // The journal logs that it fails, once.
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
    }

    protected override void PostStop()
    {
        _recovering.Answer(Stopped.Instance);
        foreach (var one in _waiting) one.Tell(Stopped.Instance);
        base.PostStop();
    }

    public sealed record State(IReadOnlyList<ulong> Numbers, Generation Last, bool IsBroken);

    public sealed record Read
    {
        public static readonly Read Instance = new();
    }

    public sealed record Trim
    {
        public static readonly Trim Instance = new();
    }

    public sealed record Stopped
    {
        public static readonly Stopped Instance = new();
    }
}
