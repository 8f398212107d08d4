using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Knows who is connected to the hub. A client gets its id when it joins and keeps it until its connection
/// ends. Ids come in blocks: whoever joins while one is under way shares the next, so that a storm of clients
/// costs few round trips and no id is asked for that nobody needs.
/// </summary>
public sealed class HubActor(IActorRef ids) : UntypedActor
{
    private readonly HubRoster _roster = new();
    private readonly Queue<(IActorRef Connection, IActorRef Sender)> _joining = new();
    private int _asked;

    public static Props PropsFor(IActorRef ids) => Props.Create(() => new HubActor(ids));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Enlist m: Enlist(m.Connection); break;
            case ListClients m: Sender.Tell(new Clients(_roster.AllBut(m.Except))); break;
            case Allocated m: Seat(m); break;
            case Exhausted or Unavailable: TurnAway(); break;
            case Terminated m: _roster.Remove(m.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Enlist(IActorRef connection)
    {
        if (_roster.TryFind(connection, out var id))
        {
            Sender.Tell(new Enlisted(id));
            return;
        }
        // At most one for each connection: it waits for the answer before it asks for anything else.
        _joining.Enqueue((connection, Sender));
        if (_asked == 0) AskForIds();
    }

    private void Seat(Allocated block)
    {
        for (var i = 0; i < block.Count; i++)
        {
            var (connection, sender) = _joining.Dequeue();
            var id = block.First + (ulong)i;
            // Whoever has ended in the meantime: the watch says so at once.
            _roster.Add(connection, id);
            Context.Watch(connection);
            sender.Tell(new Enlisted(id));
        }
        AskForIds();
    }

    // Those who came since may be luckier.
    private void TurnAway()
    {
        for (; _asked > 0; _asked--) _joining.Dequeue().Sender.Tell(NotEnlisted.Instance);
        AskForIds();
    }

    private void AskForIds()
    {
        _asked = _joining.Count;
        if (_asked > 0) ids.Tell(new Allocate(_asked));
    }
}
