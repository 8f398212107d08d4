using Broker.Actors.Delivery;
using static Broker.Actors.Hub.HubNodeProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// The hubs of the other nodes: which clients they have, and relays on their way to these. What a relay has
/// not settled there within five seconds is settled as lost, and at once when its node is gone.
/// </summary>
internal sealed class HubPeers(IActorRef self, HubClients clients, HubNodes? around)
{
    private const int IdsMax = 5000;
    private const int ReceiversMax = 255;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<IActorRef, HubPeer> _peers = [];
    private readonly Dictionary<long, UnderWay> _underWay = [];
    private readonly List<ulong> _joined = [];
    private readonly List<ulong> _left = [];
    private long _lastRelay = Random.Shared.NextInt64(1L << 62);

    public bool IsEmpty => _peers.Count == 0;

    /// <summary>Whether the others are to be told of clients.</summary>
    public bool HasNews => _joined.Count + _left.Count > 0;

    /// <summary>Whether it is another node's hub, and not a connection.</summary>
    public bool Contains(IActorRef target) => _peers.Count > 0 && _peers.ContainsKey(target);

    public void Meet(IActorRef hub)
    {
        if (!_peers.TryAdd(hub, new HubPeer(hub))) return;

        TellAll(_peers[hub]);
        hub.Tell(new AskForIds(self), ActorRefs.NoSender);
    }

    public void Lose(IActorRef hub)
    {
        if (!_peers.Remove(hub, out var peer)) return;

        Forget(peer);
        foreach (var (number, relay) in _underWay)
            if (relay.Peer == peer) Complete(number, receivers: 0);
        foreach (var (to, contents) in peer.Waiting) Settle(contents, to.Length, receivers: 0);
        around!.Windows.Forget(hub);
    }

    public void Join(ulong id)
    {
        if (!IsEmpty) _joined.Add(id);
    }

    public void Leave(ulong id)
    {
        if (!IsEmpty) _left.Add(id);
    }

    /// <summary>Tells the others who has come and gone.</summary>
    public void Tell()
    {
        ulong[] joined = [.. _joined], left = [.. _left];
        _joined.Clear();
        _left.Clear();
        foreach (var peer in _peers.Values) Tell(peer, isFirst: false, joined, left);
    }

    public void Take(ShareIds m)
    {
        if (!_peers.TryGetValue(m.Hub, out var peer)) return;
        if (!m.IsFirst && m.Number - 1 != peer.NumberHeard)
        {
            m.Hub.Tell(new AskForIds(self), ActorRefs.NoSender);
            return;
        }

        if (m.IsFirst) Forget(peer);
        peer.NumberHeard = m.Number;
        foreach (var id in m.Joined)
            if (peer.Clients.Add(id)) clients.Add(id, m.Hub);
        foreach (var id in m.Left)
            if (peer.Clients.Remove(id)) clients.Remove(id);
    }

    public void Take(AskForIds m)
    {
        if (_peers.TryGetValue(m.Hub, out var peer)) TellAll(peer);
    }

    /// <summary>The relay that is being looked at is for a client of another node.</summary>
    public void Add(IActorRef hub, ulong id) => _peers[hub].To.Add(id);

    /// <summary>Sends a relay to the nodes of the clients that were added.</summary>
    public void Relay(RelayedContents contents)
    {
        // A receiver may answer to a client that has just come.
        if (HasNews) Tell();
        foreach (var peer in _peers.Values)
        {
            if (peer.To.Count == 0) continue;

            foreach (var to in peer.To.Chunk(ReceiversMax)) peer.Waiting.Enqueue((to, contents));
            peer.To.Clear();
            SendWaiting(peer);
        }
    }

    public void Take(PassedOn m) => Complete(m.Number, m.Receivers);

    /// <summary>Each second.</summary>
    public void Tick()
    {
        var late = _underWay.Where(relay => around!.Time.GetElapsedTime(relay.Value.SentAt) >= Patience);
        foreach (var (number, _) in late.ToList()) Complete(number, receivers: 0);
        Tell();
    }

    private void Complete(long number, int receivers)
    {
        if (!_underWay.Remove(number, out var relay)) return;

        // First: who hears that it has settled finds the window free.
        around!.Windows.Leave(relay.Peer.Hub, relay.Bytes);
        Settle(relay.Contents, relay.Count, receivers);
        if (_peers.ContainsKey(relay.Peer.Hub)) SendWaiting(relay.Peer);
    }

    // Each receiver settles once.
    private static void Settle(RelayedContents contents, int count, int receivers)
    {
        for (var i = 0; i < count; i++) contents.Settle(i == 0 ? receivers : 0);
    }

    private void SendWaiting(HubPeer peer)
    {
        while (peer.Waiting.TryPeek(out var next)
            && around!.Windows.TryEnter(peer.Hub, next.Contents.Frames.Bytes.Length))
        {
            var (to, contents) = peer.Waiting.Dequeue();
            Send(peer, to, contents);
        }
    }

    // A copy: the message may still be on its way when the memory is given back.
    private void Send(HubPeer peer, ulong[] to, RelayedContents contents)
    {
        var frames = contents.Frames;
        _underWay.Add(++_lastRelay, new UnderWay(
            peer, contents, to.Length, frames.Bytes.Length, around!.Time.GetTimestamp()));
        peer.Hub.Tell(
            new PassOn(self, _lastRelay, to, frames.Bytes.ToArray(), frames.EndsOfSeveral),
            ActorRefs.NoSender);
    }

    private void TellAll(HubPeer peer)
    {
        ulong[][] pages = [.. clients.Where(target => !Contains(target)).Chunk(IdsMax)];
        if (pages.Length == 0) pages = [[]];
        for (var page = 0; page < pages.Length; page++) Tell(peer, isFirst: page == 0, pages[page], []);
    }

    private void Tell(HubPeer peer, bool isFirst, ulong[] joined, ulong[] left) => peer.Hub.Tell(
        new ShareIds(self, ++peer.NumberTold, isFirst, joined, left), ActorRefs.NoSender);

    private void Forget(HubPeer peer)
    {
        foreach (var id in peer.Clients) clients.Remove(id);
        peer.Clients.Clear();
        peer.NumberHeard = null;
    }

    private sealed record UnderWay(
        HubPeer Peer, RelayedContents Contents, int Count, int Bytes, long SentAt);
}
