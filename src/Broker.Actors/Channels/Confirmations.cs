using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// How far this node's local channels are, for the nodes of their homes: gathered, so that a busy node
/// confirms once for many batches.
/// </summary>
internal sealed class Confirmations(int bytesMax)
{
    // With the longest names a message of about 64 KiB.
    private const int PageMax = 200;

    private readonly Dictionary<IActorRef, Peer> _peers = [];

    public bool IsEmpty => _peers.Count == 0;

    /// <summary>A local channel has handed over all up to an offset.</summary>
    /// <returns>True when the peer should be told at once.</returns>
    public bool Add(IActorRef homeNode, Confirmed confirmed, int bytes)
    {
        if (!_peers.TryGetValue(homeNode, out var peer)) _peers.Add(homeNode, peer = new Peer());
        peer.Latest[confirmed.AttachId] = confirmed;
        peer.Bytes += bytes;
        return peer.Bytes >= bytesMax;
    }

    /// <summary>What one peer has to be told, in messages of a bounded size.</summary>
    public IEnumerable<Confirm> Take(IActorRef homeNode)
    {
        _peers.Remove(homeNode, out var peer);
        return peer!.Latest.Values.Chunk(PageMax).Select(page => new Confirm(page));
    }

    /// <summary>The peers that have to be told something.</summary>
    public IReadOnlyList<IActorRef> Peers => [.. _peers.Keys];

    private sealed class Peer
    {
        public Dictionary<long, Confirmed> Latest { get; } = [];

        public long Bytes { get; set; }
    }
}
