using System.Globalization;
using Broker.Actors.Presence;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Ids.IdProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Knows who is connected to the hub: here, and with other nodes everywhere. A client reserves its id as soon
/// as it is accepted, so that ids follow the order of arrival, and keeps it until its connection ends. Ids
/// come in blocks: whoever comes while one is under way shares the next, so that a storm of clients costs few
/// round trips and no id is asked for that nobody needs.
/// </summary>
public sealed class HubActor : UntypedActor
{
    private readonly IActorRef _ids;
    private readonly IActorRef? _presence;
    private readonly PresenceListing<(IActorRef Sender, ulong Except)>? _listing;
    private readonly HubClients _roster = new();
    private readonly Queue<IActorRef> _reserving = new();
    private readonly Dictionary<ulong, IActorRef> _enlisting = [];
    private int _asked;

    public HubActor(IActorRef ids, IActorRef? presence)
    {
        (_ids, _presence) = (ids, presence);
        if (presence is not null)
            _listing = new PresenceListing<(IActorRef, ulong)>(presence, Area.HubClients);
    }

    /// <param name="ids">The id allocator.</param>
    /// <param name="presence">The <see cref="PresenceActor"/>; null where this process is alone.</param>
    public static Props PropsFor(IActorRef ids, IActorRef? presence = null) =>
        Props.Create(() => new HubActor(ids, presence));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Reserve: Queue(Sender); break;
            case Register m: Register(m); break;
            case ListClients m when _listing is not null: _listing.Ask((Sender, m.Except), Self); break;
            case ListClients m: Sender.Tell(new Clients(_roster.AllBut(m.Except))); break;
            case Allocated m: Give(m); break;
            case Exhausted or Ids.IdProtocol.Unavailable: TurnAway(); break;
            case Reported m: FinishEnlisting(m); break;
            case Keys m: TellClients(m.Names); break;
            case PresenceProtocol.Unavailable: TellUnavailable(); break;
            case Leave m: Leave(m.ClientId); break;
            default: Unhandled(message); break;
        }
    }

    private void Queue(IActorRef sender)
    {
        _reserving.Enqueue(sender);
        if (_asked == 0) AskForIds();
    }

    private void Register(Register m)
    {
        _roster.Add(m.ClientId);
        if (_presence is null)
        {
            Sender.Tell(new Registered(m.ClientId));
            return;
        }
        _enlisting.Add(m.ClientId, Sender);
        Report(m.ClientId, count: 1);
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

    // The first answer about an id is that to its coming; what follows is the answer to its leave.
    private void FinishEnlisting(Reported m)
    {
        var id = ulong.Parse(m.Key, CultureInfo.InvariantCulture);
        if (_enlisting.Remove(id, out var sender)) sender.Tell(new Registered(id));
    }

    private void TellClients(IReadOnlyList<string> keys)
    {
        var ids = keys.Select(key => ulong.Parse(key, CultureInfo.InvariantCulture)).Order().ToArray();
        foreach (var (sender, except) in _listing!.Answered(Self))
            sender.Tell(new Clients(HubClients.AllBut(ids, except)));
    }

    private void TellUnavailable()
    {
        foreach (var (sender, _) in _listing!.Answered(Self))
            sender.Tell(PresenceProtocol.Unavailable.Instance);
    }

    private void Leave(ulong id)
    {
        if (_roster.Remove(id) && _presence is not null) Report(id, count: 0);
    }

    private void Report(ulong id, int count) =>
        _presence!.Tell(new Report(Area.HubClients, id.ToString(CultureInfo.InvariantCulture), count));

    private void AskForIds()
    {
        _asked = _reserving.Count;
        if (_asked > 0) _ids.Tell(new Allocate(_asked));
    }
}
