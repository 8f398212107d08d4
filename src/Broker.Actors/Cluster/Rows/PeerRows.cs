using static Broker.Actors.Cluster.Rows.RowProtocol;

namespace Broker.Actors.Cluster.Rows;

/// <summary>The rows that the other nodes have told. Those of a node that is not met are not taken.</summary>
/// <param name="changed">Told of each row that is new, that differs, or that is gone.</param>
internal sealed class PeerRows(Action<IActorRef, Row> changed)
{
    private readonly Dictionary<IActorRef, Peer> _peers = [];

    public void Meet(IActorRef peer) => _peers.TryAdd(peer, new Peer());

    /// <summary>All rows of a node are gone.</summary>
    public void Lose(IActorRef peer)
    {
        if (!_peers.Remove(peer, out var known)) return;

        foreach (var key in known.Rows.Keys) changed(peer, new Row(key, IsGone: true));
    }

    /// <returns>The answer; null for a node that is not met.</returns>
    public RowsTaken? Take(TellRows m)
    {
        if (!_peers.TryGetValue(m.From, out var peer)) return null;
        if (m.Number == peer.LastNumber) return new RowsTaken(m.Number, HasMissed: false);
        if (!m.IsFirst && m.Number - 1 != peer.LastNumber) return new RowsTaken(m.Number, HasMissed: true);

        peer.LastNumber = m.Number;
        if (m.IsFirst) peer.Untold = [.. peer.Rows.Keys];
        foreach (var row in m.All) Take(m.From, peer, row);
        if (m.IsLast) EndAll(m.From, peer);
        return new RowsTaken(m.Number, HasMissed: false);
    }

    private void Take(IActorRef from, Peer peer, Row row)
    {
        peer.Untold?.Remove(row.Key);
        if (row.IsGone)
        {
            if (!peer.Rows.Remove(row.Key)) return;
        }
        else
        {
            if (peer.Rows.TryGetValue(row.Key, out var known) && known == row.Value) return;
            peer.Rows[row.Key] = row.Value;
        }
        changed(from, row);
    }

    // All rows have been told: those that were not among them are gone.
    private void EndAll(IActorRef from, Peer peer)
    {
        foreach (var key in peer.Untold ?? []) Take(from, peer, new Row(key, IsGone: true));
        peer.Untold = null;
    }

    private sealed class Peer
    {
        public Dictionary<string, string?> Rows { get; } = new(StringComparer.Ordinal);

        /// <summary>Null before the first piece.</summary>
        public long? LastNumber { get; set; }

        /// <summary>Rows that may be gone, while all rows are told again.</summary>
        public HashSet<string>? Untold { get; set; }
    }
}
