using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Knows who is connected to the hub. A client reserves its id as soon as it is accepted, so that ids follow
/// the order of arrival, and keeps it until its connection ends. Ids come in blocks: whoever comes while one
/// is under way shares the next, so that a storm of clients costs few round trips and no id is asked for that
/// nobody needs.
/// </summary>
public sealed class HubActor(IActorRef ids) : UntypedActor
{
    private readonly HubRoster _roster = new();
    private readonly Queue<IActorRef> _reserving = new();
    private int _asked;

    public static Props PropsFor(IActorRef ids) => Props.Create(() => new HubActor(ids));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Reserve: Queue(Sender); break;
            case Enlist m: Enlist(m); break;
            case ListClients m: Sender.Tell(new Clients(_roster.AllBut(m.Except))); break;
            case Allocated m: Give(m); break;
            case Exhausted or Unavailable: TurnAway(); break;
            case Terminated m: _roster.Remove(m.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Queue(IActorRef sender)
    {
        _reserving.Enqueue(sender);
        if (_asked == 0) AskForIds();
    }

    // Whoever has ended in the meantime: the watch says so at once.
    private void Enlist(Enlist m)
    {
        _roster.Add(m.Connection, m.ClientId);
        Context.Watch(m.Connection);
        Sender.Tell(new Enlisted(m.ClientId));
    }

    private void Give(Allocated block)
    {
        for (var i = 0; i < block.Count; i++)
            _reserving.Dequeue().Tell(new HubProtocol.Reserved(block.First + (ulong)i));
        AskForIds();
    }

    // Those who came since may be luckier.
    private void TurnAway()
    {
        for (; _asked > 0; _asked--) _reserving.Dequeue().Tell(NotReserved.Instance);
        AskForIds();
    }

    private void AskForIds()
    {
        _asked = _reserving.Count;
        if (_asked > 0) ids.Tell(new Allocate(_asked));
    }
}
