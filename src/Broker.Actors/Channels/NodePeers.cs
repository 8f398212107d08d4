using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What this node and the others tell each other beside contents: which attachments there still are, and who
/// is attached to a channel whose home starts. No one watches across nodes: two watches for each channel
/// would fill what Akka.Remote holds for a peer, which then gives up a healthy node.
/// </summary>
internal sealed class NodePeers(HomeDependencies around)
{
    // With the longest names a message of about 64 KiB.
    private const int PageMax = 200;

    private readonly ServedAttachments _served = new();
    private readonly Dictionary<long, (ChannelName Channel, IActorRef HomeNode)> _elsewhere = [];
    private readonly Dictionary<ChannelName, (IActorRef Home, DateTimeOffset At)> _calling = [];
    private readonly List<ChannelName> _asking = [];
    private readonly Queue<HomeLost> _lost = new();
    private DateTimeOffset _forgotAt;
    private long _round;

    /// <summary>True while attachments wait for their turn to attach anew.</summary>
    public bool HasLost => _lost.Count > 0;

    private IActorRef Self => around.Nodes.Node;

    /// <summary>A home of another node has accepted an attachment of this one.</summary>
    public void Attached(Attached m)
    {
        if (!m.HomeNode.Equals(Self)) _elsewhere[m.AttachId] = (m.Channel, m.HomeNode);
    }

    public void Detached(long attachId) => _elsewhere.Remove(attachId);

    /// <summary>A home of this node has an attachment of another.</summary>
    public void Serve(Serving m) => _served.Add(m.Node, m.Channel, m.AttachId);

    public void Release(Released m) => _served.Remove(m.Node, m.AttachId);

    /// <summary>
    /// A node is gone: its attachments end, and what was attached to its homes has to attach anew.
    /// </summary>
    public void Lose(IActorRef node)
    {
        around.Windows.Forget(node);
        foreach (var (channel, attachId) in _served.TakeAll(node)) Detach(channel, attachId);
        foreach (var (home, _) in _calling.Values) home.Tell(new NotHere(node));
        foreach (var (attachId, (channel, homeNode)) in _elsewhere)
        {
            if (!homeNode.Equals(node)) continue;
            _lost.Enqueue(new HomeLost(channel, attachId));
            _elsewhere.Remove(attachId);
        }
    }

    /// <summary>The next attachments whose home was lost, a bounded number: the others can wait.</summary>
    public IEnumerable<HomeLost> TakeLost(int count)
    {
        for (; count > 0 && _lost.TryDequeue(out var lost); count--) yield return lost;
    }

    /// <summary>Names to each peer the attachments to its homes; none is named by silence.</summary>
    public void Renew()
    {
        _round++;
        ForgetCalls();
        var byNode = _elsewhere.ToLookup(
            one => one.Value.HomeNode, one => new Renewal(one.Value.Channel, one.Key));
        foreach (var peer in around.Nodes.Peers)
        {
            Renewal[][] pages = [.. byNode[peer].Chunk(PageMax)];
            if (pages.Length == 0) pages = [[]];
            for (var page = 0; page < pages.Length; page++)
                peer.Tell(
                    new Renew(Self, _round, page, IsLast: page == pages.Length - 1, pages[page]),
                    ActorRefs.NoSender);
        }
    }

    /// <summary>Takes what another node has named.</summary>
    public void Take(Renew m)
    {
        _served.Take(m, out var unknown, out var ended);
        foreach (var attachId in unknown) m.Node.Tell(new AttachAgain(attachId), ActorRefs.NoSender);
        foreach (var (channel, attachId) in ended) Detach(channel, attachId);
    }

    /// <summary>A home of this node starts.</summary>
    /// <returns>True when it is the first that waits for <see cref="AskWhoHas"/>.</returns>
    public bool Call(ChannelName channel, IActorRef home)
    {
        _calling[channel] = (home, around.Time.GetUtcNow());
        _asking.Add(channel);
        return _asking.Count == 1;
    }

    /// <summary>Asks all nodes at once for the homes that have started.</summary>
    public void AskWhoHas()
    {
        foreach (var page in _asking.Chunk(PageMax))
        {
            Self.Tell(new WhoHas(Self, page), ActorRefs.NoSender);
            foreach (var peer in around.Nodes.Peers)
                peer.Tell(new WhoHas(Self, page), ActorRefs.NoSender);
        }
        _asking.Clear();
        ForgetCalls();
    }

    /// <summary>A node that is met while homes start is asked as well.</summary>
    public void Meet(IActorRef peer)
    {
        ForgetCalls();
        foreach (var page in _calling.Keys.Except(_asking).Chunk(PageMax))
            peer.Tell(new WhoHas(Self, page), ActorRefs.NoSender);
    }

    /// <summary>Another node has no one for these.</summary>
    public void Take(None m)
    {
        foreach (var channel in m.Channels)
            if (_calling.TryGetValue(channel, out var calling)) calling.Home.Tell(new NotHere(m.Node));
    }

    // They have ended their roll long before.
    private void ForgetCalls()
    {
        var before = around.Time.GetUtcNow() - around.Settings.SubscribeTimeout;
        if (_forgotAt > before) return;

        _forgotAt = around.Time.GetUtcNow();
        foreach (var (channel, (_, at)) in _calling)
            if (at <= before) _calling.Remove(channel);
    }

    private void Detach(ChannelName channel, long attachId) =>
        around.Nodes.Homes.Tell(new Detach(channel, attachId), ActorRefs.NoSender);
}
