using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Knows who is connected to the hub, and brings relays to their connections. A client reserves its id as
/// soon as it is accepted, so that ids follow the order of arrival, and keeps it until its connection ends.
/// Ids come in blocks: clients that come while one is under way share the next, so that a storm of them costs
/// few round trips and no id is asked for that is not needed. The allocator may be on another node: clients
/// that wait for an answer which is lost are turned away.
/// </summary>
public sealed class HubActor(IActorRef ids) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly HubClients _roster = new();
    private readonly Queue<IActorRef> _reserving = new();
    private int _asked;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="ids">The id allocator.</param>
    public static Props PropsFor(IActorRef ids) => Props.Create(() => new HubActor(ids));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Relay m: Relay(m); break;
            case Reserve: Queue(Sender); break;
            case Register m: Register(m); break;
            case ListClients m: Sender.Tell(new Clients(_roster.AllBut(m.Except))); break;
            case Allocated m: Give(m); break;
            case Exhausted or Unavailable or Late: TurnAway(); break;
            case Leave m: _roster.Remove(m.ClientId); break;
            case DeadLetter m: SettleForTheDead(m); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    private void Relay(Relay relay)
    {
        Relayed? relayed = null;
        // By index: an enumerator of an interface would be garbage of every relay.
        for (var i = 0; i < relay.To.Count; i++)
        {
            if (_roster.Find(relay.To[i]) is { } connection)
                connection.Tell(relayed ??= new Relayed(relay.Contents), ActorRefs.NoSender);
            else relay.Contents.Settle(receivers: 0);
        }
    }

    // The connection has ended, and the hub had not heard of it.
    private static void SettleForTheDead(DeadLetter letter)
    {
        if (letter.Message is Relayed relayed) relayed.Contents.Settle(receivers: 0);
    }

    private void Queue(IActorRef sender)
    {
        _reserving.Enqueue(sender);
        if (_asked == 0) AskForIds();
    }

    private void Register(Register m)
    {
        _roster.Add(m.ClientId, Sender);
        Sender.Tell(new Registered(m.ClientId));
    }

    private void Give(Allocated block)
    {
        // Those for whom a late block was meant have left.
        for (var i = 0; i < block.Count && _reserving.Count > 0; i++)
            _reserving.Dequeue().Tell(new HubProtocol.Reserved(block.First + (ulong)i));
        AskForIds();
    }

    // Those that came since may be luckier.
    private void TurnAway()
    {
        for (; _asked > 0 && _reserving.Count > 0; _asked--) _reserving.Dequeue().Tell(NotReserved.Instance);
        AskForIds();
    }

    private void AskForIds()
    {
        _asked = _reserving.Count;
        if (_asked > 0)
        {
            ids.Tell(new Allocate(_asked));
            Timers.StartSingleTimer(Late.Instance, Late.Instance, AnswerTimeout);
        }
        else
        {
            Timers.Cancel(Late.Instance);
        }
    }

    private sealed record Late
    {
        public static readonly Late Instance = new();
    }
}
