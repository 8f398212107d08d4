using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Attachments of other nodes to the homes of this one. Each node names its own in rounds, page by page; one
/// that two complete rounds do not name has ended, and the word of that was lost. Pure.
/// </summary>
internal sealed class ServedAttachments
{
    private const int MissedMax = 2;

    private readonly Dictionary<IActorRef, Peer> _peers = [];

    public void Add(IActorRef node, ChannelName channel, long attachId)
    {
        if (!_peers.TryGetValue(node, out var peer)) _peers.Add(node, peer = new Peer());
        peer.Attachments[attachId] = new Served(channel);
    }

    public void Remove(IActorRef node, long attachId)
    {
        if (_peers.TryGetValue(node, out var peer)) peer.Attachments.Remove(attachId);
    }

    /// <summary>Takes one page of a round.</summary>
    /// <param name="unknown">Attachments that no home here knows.</param>
    /// <param name="ended">Attachments that the node does not have any more.</param>
    public void Take(Renew m, out List<long> unknown, out List<Renewal> ended)
    {
        if (!_peers.TryGetValue(m.Node, out var peer)) _peers.Add(m.Node, peer = new Peer());
        if (peer.Round != m.Round) (peer.Round, peer.Pages) = (m.Round, 0);
        peer.Pages++;
        unknown = [];
        foreach (var (_, attachId) in m.Attachments)
        {
            if (peer.Attachments.TryGetValue(attachId, out var served)) served.Missed = -1;
            else unknown.Add(attachId);
        }
        // A page that was lost may have named any of them.
        ended = m.IsLast && peer.Pages == m.Page + 1 ? EndRound(peer) : [];
    }

    /// <summary>Takes all attachments of a node that is gone.</summary>
    public IReadOnlyList<Renewal> TakeAll(IActorRef node) => _peers.Remove(node, out var peer)
        ? [.. peer.Attachments.Select(one => new Renewal(one.Value.Channel, one.Key))]
        : [];

    private static List<Renewal> EndRound(Peer peer)
    {
        var ended = new List<Renewal>();
        foreach (var (attachId, served) in peer.Attachments)
        {
            if (++served.Missed < MissedMax) continue;
            ended.Add(new Renewal(served.Channel, attachId));
            peer.Attachments.Remove(attachId);
        }
        return ended;
    }

    private sealed class Peer
    {
        public Dictionary<long, Served> Attachments { get; } = [];

        public long Round { get; set; }

        public int Pages { get; set; }
    }

    private sealed class Served(ChannelName channel)
    {
        public ChannelName Channel { get; } = channel;

        /// <summary>Rounds in a row that did not name it; -1 where this one has.</summary>
        public int Missed { get; set; }
    }
}
