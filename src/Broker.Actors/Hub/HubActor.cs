using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Hub.HubNodeProtocol;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Knows who is connected to the hub, and brings relays to their connections. A client reserves its id as
/// soon as it is accepted, so that ids follow the order of arrival, and keeps it until its connection ends.
/// Ids come in blocks: clients that come while one is under way share the next, so that a storm of them costs
/// few round trips and no id is asked for that is not needed. The allocator may be on another node: clients
/// that wait for an answer which is lost are turned away. Hubs of several nodes tell each other who is
/// connected, and pass relays on to each other.
/// </summary>
public sealed class HubActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ShareInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly HubClients _roster = new();
    private readonly Queue<IActorRef> _reserving = new();
    private readonly IActorRef _ids;
    private readonly HubNodes? _nodes;
    private readonly HubPeers _peers;
    private int _asked;

    public HubActor(IActorRef ids, HubNodes? nodes)
    {
        (_ids, _nodes) = (ids, nodes);
        _peers = new HubPeers(Self, _roster, nodes);
    }

    private enum Due { Share, Tick }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="ids">The id allocator.</param>
    /// <param name="nodes">Null in one process.</param>
    public static Props PropsFor(IActorRef ids, HubNodes? nodes = null) =>
        Props.Create(() => new HubActor(ids, nodes));

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
            case Leave m: Remove(m.ClientId); break;
            case DeadLetter m: SettleForTheDead(m); break;
            default: OnNodeMessage(message); break;
        }
    }

    private void OnNodeMessage(object message)
    {
        switch (message)
        {
            case PassOn m: PassOn(m); break;
            case Settled m: Answer(m); break;
            case PassedOn m: _peers.Take(m); break;
            case ShareIds m: _peers.Take(m); break;
            case AskForIds m: _peers.Take(m); break;
            case MemberMet m: Meet(m.Member); break;
            case MemberLost m: _peers.Lose(m.Member); break;
            case MembersUnmet: break;
            case Due.Share: if (_peers.HasNews) _peers.Tell(); break;
            case Due.Tick: _peers.Tick(); break;
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
            if (_roster.Find(relay.To[i]) is not { } target) relay.Contents.Settle(receivers: 0);
            else if (_peers.Contains(target)) _peers.Add(target, relay.To[i]);
            else target.Tell(relayed ??= new Relayed(relay.Contents), ActorRefs.NoSender);
        }
        if (!_peers.IsEmpty) _peers.Relay(relay.Contents);
    }

    private void PassOn(PassOn m)
    {
        var contents = _nodes!.Read(m.Frames, m.Ends);
        _nodes.Pending.Enter(contents.Bytes, m.To.Length);
        contents.Expect(m.To.Length, _nodes.Pending, Self, new Settled(m.Hub, m.Number, contents));
        var relayed = new Relayed(contents);
        foreach (var id in m.To)
        {
            if (_roster.Find(id) is { } target && !_peers.Contains(target))
                target.Tell(relayed, ActorRefs.NoSender);
            else contents.Settle(receivers: 0);
        }
    }

    private static void Answer(Settled m) =>
        m.Hub.Tell(new PassedOn(m.Number, m.Contents.Receivers), ActorRefs.NoSender);

    private void Meet(IActorRef hub)
    {
        _peers.Meet(hub);
        if (!Timers.IsTimerActive(Due.Tick)) Timers.StartPeriodicTimer(Due.Tick, Due.Tick, TickInterval);
    }

    private void ShareSoon()
    {
        if (_peers.HasNews && !Timers.IsTimerActive(Due.Share))
            Timers.StartSingleTimer(Due.Share, Due.Share, ShareInterval);
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
        _peers.Join(m.ClientId);
        ShareSoon();
        Sender.Tell(new Registered(m.ClientId));
    }

    private void Remove(ulong id)
    {
        _roster.Remove(id);
        _peers.Leave(id);
        ShareSoon();
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
            _ids.Tell(new Allocate(_asked));
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
