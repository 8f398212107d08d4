using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// The nodes that are attached to a channel, and what the home keeps for those that have not confirmed it.
/// Pure: what it has to say goes through <paramref name="send"/>.
/// </summary>
/// <param name="ownNode">The <c>NodeActor</c> of the home's node.</param>
internal sealed class Attachments(
    ChannelName channel,
    int subscribersMax,
    TimeSpan headInterval,
    IActorRef ownNode,
    PeerWindows windows,
    Action<IActorRef, object> send)
{
    private readonly List<AttachedNode> _nodes = [];
    private Queue<(ChannelFlush Flush, DateTimeOffset At)>? _kept;
    private DateTimeOffset _headAt;

    /// <summary>Subscribers on all nodes.</summary>
    public int Total { get; private set; }

    public IReadOnlyList<AttachedNode> Nodes => _nodes;

    /// <summary>When a confirmation is overdue; null when nothing is kept.</summary>
    public DateTimeOffset? NextHead => _kept?.Peek().At is { } oldest
        ? (oldest > _headAt ? oldest : _headAt) + headInterval
        : null;

    public AttachedNode? Find(long attachId) => _nodes.Find(node => node.AttachId == attachId);

    /// <summary>Attaches a node, or counts anew. An attachment of the same node ends by it.</summary>
    public void Attach(Attach m, string epoch, long offset)
    {
        var known = Find(m.AttachId);
        if (known?.Version > m.Version) return;

        var before = known ?? _nodes.Find(node => node.Node.Equals(m.Node));
        var room = subscribersMax - Total + (before?.Subscribers ?? 0);
        if (m.Subscribers > room)
        {
            send(m.Node, new AttachRefused(m.AttachId, m.Version, RejectReason.ChannelFull, room));
            return;
        }

        if (known is null)
        {
            if (before is not null) Remove(before);
            known = new AttachedNode(m.Node, m.AttachId, offset, isLossless: m.Node.Equals(ownNode));
            _nodes.Add(known);
            if (!known.IsLossless)
                send(ownNode, new LocalChannelProtocol.Serving(m.Node, channel, m.AttachId));
        }
        Recount(known, m.Version, m.Subscribers);
        send(m.Node, new Attached(channel, m.AttachId, m.Version, ownNode, epoch, offset, Total));
    }

    public void Count(Count m, long offset)
    {
        if (Find(m.AttachId) is not { } node)
        {
            send(m.Node, new AttachAgain(m.AttachId));
            return;
        }
        if (node.Version > m.Version) return;

        var room = subscribersMax - Total + node.Subscribers;
        if (m.Subscribers > room)
        {
            node.Version = m.Version;
            send(m.Node, new CountRefused(m.AttachId, m.Version, room));
            return;
        }
        Recount(node, m.Version, m.Subscribers);
        send(m.Node, new Counted(m.AttachId, m.Version, offset, Total));
    }

    public void Detach(long attachId)
    {
        if (Find(attachId) is { } node) Remove(node);
    }

    /// <summary>
    /// Sends a batch to one node, with the results of that node's publishers. Past the node's window the
    /// attachment ends instead.
    /// </summary>
    public void Send(AttachedNode node, ChannelFlush flush)
    {
        if (!node.IsLossless)
        {
            if (!windows.TryEnter(node.Node, flush.Bytes))
            {
                Remove(node);
                send(node.Node, new Detached(node.AttachId));
                return;
            }
            node.UnconfirmedBytes += flush.Bytes;
        }
        send(node.Node, BatchFor(node, flush));
    }

    /// <summary>Keeps what was sent until all nodes that may lose it have confirmed it.</summary>
    public void Keep(ChannelFlush flush, DateTimeOffset now)
    {
        if (_nodes.Exists(node => !node.IsLossless)) (_kept ??= new()).Enqueue((flush, now));
    }

    public void Confirm(Confirmed m)
    {
        if (Find(m.AttachId) is not { } node || m.Offset <= node.ConfirmedOffset) return;

        foreach (var (flush, _) in _kept ?? [])
        {
            if (flush.LastOffset <= node.ConfirmedOffset || flush.LastOffset > m.Offset) continue;
            node.UnconfirmedBytes -= flush.Bytes;
            windows.Leave(node.Node, flush.Bytes);
        }
        node.ConfirmedOffset = m.Offset;
        Trim();
    }

    /// <summary>
    /// Sends again what a node has missed. Where it is not kept any more, the node has to attach anew.
    /// </summary>
    /// <param name="offset">The channel's last.</param>
    public void SendAgain(Have m, long offset)
    {
        if (Find(m.AttachId) is not { } node || m.Offset >= offset) return;
        // It was late: what it asks for has come meanwhile.
        if (m.Offset < node.ConfirmedOffset) return;

        if (_kept is null || _kept.Peek().Flush.FirstOffset > m.Offset + 1)
        {
            Remove(node);
            send(node.Node, new AttachAgain(node.AttachId));
            return;
        }
        foreach (var (flush, _) in _kept)
            if (flush.LastOffset > m.Offset)
                send(node.Node, BatchFor(node, flush));
    }

    /// <summary>Asks the nodes whose confirmation is overdue how far they are.</summary>
    public void SendHeads(long offset, DateTimeOffset now)
    {
        if (NextHead is not { } due || due > now) return;

        _headAt = now;
        var oldest = _kept!.Peek().Flush;
        foreach (var node in _nodes)
            if (!node.IsLossless && node.ConfirmedOffset < oldest.LastOffset)
                send(node.Node, new Head(node.AttachId, offset));
    }

    /// <summary>The home ends: no node owes it anything.</summary>
    public void Clear()
    {
        for (var i = _nodes.Count - 1; i >= 0; i--) Remove(_nodes[i]);
    }

    private Batch BatchFor(AttachedNode node, ChannelFlush flush) => new(
        channel, node.AttachId, flush.Epoch, flush.FirstOffset, flush.Contents,
        flush.ResultsFor(node.Node));

    private void Recount(AttachedNode node, int version, int subscribers)
    {
        Total += subscribers - node.Subscribers;
        (node.Version, node.Subscribers) = (version, subscribers);
    }

    private void Remove(AttachedNode node)
    {
        _nodes.Remove(node);
        Total -= node.Subscribers;
        if (!node.IsLossless) send(ownNode, new LocalChannelProtocol.Released(node.Node, node.AttachId));
        windows.Leave(node.Node, node.UnconfirmedBytes);
        Trim();
    }

    private void Trim()
    {
        if (_kept is null) return;

        var needed = long.MaxValue;
        foreach (var node in _nodes)
            if (!node.IsLossless) needed = Math.Min(needed, node.ConfirmedOffset);
        while (_kept.TryPeek(out var oldest) && oldest.Flush.LastOffset <= needed) _kept.Dequeue();
        if (_kept.Count == 0) _kept = null;
    }
}
