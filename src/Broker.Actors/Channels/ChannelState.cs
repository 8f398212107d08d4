using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// All that the home of a channel decides: order, history, idempotency keys, who has published what, and what
/// each node has to get. It is pure: time comes in as a parameter, and what it has to say goes through a
/// function. A home that stores puts its write between <see cref="TakeStaged"/> and <see cref="Commit"/>.
/// </summary>
internal sealed class ChannelState
{
    private readonly ChannelName _channel;
    private readonly ChannelLimits _limits;
    private readonly Action<IActorRef, object> _send;
    private readonly bool _isStored;
    private readonly Attachments _attachments;
    private readonly Publishers _publishers;
    private readonly History _history;
    private readonly Staging _staging;
    private readonly Epochs _epochs = new();
    private long _nextOffset = 1;

    /// <param name="epoch">What its first offsets are comparable within.</param>
    /// <param name="level">What a publication survives once it is committed.</param>
    /// <param name="ownNode">The <c>NodeActor</c> of this node.</param>
    public ChannelState(
        ChannelName channel,
        ChannelKind kind,
        ChannelLimits limits,
        string epoch,
        Durability level,
        IActorRef ownNode,
        PeerWindows windows,
        Action<IActorRef, object> send)
    {
        (_channel, _limits, Level, _send) = (channel, limits, level, send);
        _isStored = level is not Durability.Memory;
        _attachments = new Attachments(
            channel, kind.SubscribersMax, limits.HeadInterval, ownNode, windows, send);
        _publishers = new Publishers(limits.PublisherIdle);
        _history = new History(kind.History);
        _staging = new Staging(channel, limits);
        _epochs.Begin(0, epoch);
    }

    /// <summary>What the last offset is comparable within.</summary>
    public string Epoch => _epochs.Last;

    public Durability Level { get; }

    /// <summary>The last offset that is committed.</summary>
    public long Offset { get; private set; }

    /// <summary>The oldest offset that the history has; the next one where it has none.</summary>
    public long OldestKept => _history.Oldest ?? Offset + 1;

    public bool HasStaged => !_staging.IsEmpty;

    /// <summary>Subscribers on all nodes.</summary>
    public int Subscribers => _attachments.Total;

    public IReadOnlyList<AttachedNode> Nodes => _attachments.Nodes;

    public IReadOnlyList<KnownPublisher> KnownPublishers => _publishers.Known;

    /// <summary>True when no node is attached and nothing is under way.</summary>
    public bool IsIdle => Nodes.Count == 0 && _staging.IsEmpty && Offset == _nextOffset - 1;

    /// <summary>True when no history and no key is remembered.</summary>
    public bool IsForgotten => _history.IsEmpty && _staging.Keys is null or { IsEmpty: true };

    /// <summary>When <see cref="Tend"/> has something to do; null when nothing waits for time.</summary>
    public DateTimeOffset? NextDue => Earliest(
        Earliest(_history.NextExpiry, _staging.Keys?.NextExpiry), _attachments.NextHead);

    public void Attach(Attach m) => _attachments.Attach(m, Epoch, Offset);

    public void Count(Count m) => _attachments.Count(m, Offset);

    public void Detach(long attachId) => _attachments.Detach(attachId);

    public void Confirm(Confirmed m) => _attachments.Confirm(m);

    public void SendAgain(Have m) => _attachments.SendAgain(m, Offset);

    /// <summary>False when what is staged has to be taken first.</summary>
    public bool HasRoomFor(PublishBatch m) => _staging.HasRoomFor(m);

    /// <summary>Stages a batch. One that was seen before gets its answer again.</summary>
    public void Accept(PublishBatch m, DateTimeOffset now)
    {
        var publisher = _publishers.Seen(m.Publisher, m.Node, now);
        if (AnswersSeen(m, publisher)) return;
        if (m.IsRepeat && !_isStored && m.Epoch is { } epoch && epoch != Epoch)
        {
            Reject(m, publisher, RejectReason.UnknownFate);
            return;
        }

        (publisher.LastNumber, publisher.Results) = (m.Number, null);
        _nextOffset = _staging.Add(m, publisher, _nextOffset, now);
    }

    /// <summary>Answers a batch that is not accepted. A later copy of it gets the same answer.</summary>
    public void Reject(PublishBatch m, RejectReason reason, DateTimeOffset now)
    {
        var publisher = _publishers.Seen(m.Publisher, m.Node, now);
        if (!AnswersSeen(m, publisher)) Reject(m, publisher, reason);
    }

    /// <summary>
    /// Leaves a batch unanswered. Its publisher hears that it was not accepted when the home moves.
    /// </summary>
    public void Ignore(PublishBatch m, DateTimeOffset now) => _publishers.Seen(m.Publisher, m.Node, now);

    /// <summary>Takes what is staged. It is nowhere until it is committed.</summary>
    public ChannelFlush TakeStaged(string epoch) => _staging.Take(epoch);

    /// <summary>Remembers a piece and sends it to all nodes, with the results to its publishers.</summary>
    public void Commit(ChannelFlush flush, DateTimeOffset now)
    {
        Remember(flush.Epoch, flush.Contents);
        foreach (var staged in flush.Batches) Answer(staged, flush.Epoch);

        if (flush.Contents.Length > 0)
        {
            _attachments.Keep(flush, now);
            // Backwards: sending may end an attachment.
            for (var i = Nodes.Count - 1; i >= 0; i--)
                _attachments.Send(Nodes[i], flush);
        }
        foreach (var staged in flush.Batches)
            if (staged.IsNewest && (flush.Contents.Length == 0 || !IsAttached(staged.Publisher.Node)))
                _send(staged.Publisher.Node, staged.Publisher.Results!);
    }

    /// <summary>One page of what is kept after a point.</summary>
    public void Read(ReadHistory m)
    {
        var since = m.Since;
        var isKnown = since.Offset <= Offset
            && (since.Epoch is null || since.Epoch == _epochs.At(since.Offset));
        // 0 asks for what is kept, and what is kept is the answer.
        var isContinuous = since.Offset == 0 || (isKnown && _history.HasAllAfter(since.Offset, Offset));
        _send(m.Node, new HistoryPage(
            _channel, m.ReaderId, since, Epoch, Offset, isContinuous,
            _history.Page(
                isKnown ? since.Offset : 0, _limits.FlushPublicationsMax, _limits.FlushBytesMax)));
    }

    /// <summary>Forgets what is too old, and asks for confirmations that are overdue.</summary>
    public void Tend(DateTimeOffset now)
    {
        _history.Expire(now);
        _staging.Keys?.Expire(now);
        _attachments.SendHeads(Offset, now);
    }

    /// <summary>Remembers a piece that an earlier life of the home has stored.</summary>
    /// <param name="follows">False when it is the first, or something before it is missing.</param>
    public void Restore(RestoredFlush stored, bool follows)
    {
        if (!follows)
        {
            _history.Clear();
            _epochs.Clear();
            _epochs.Begin(stored.FirstOffset - 1, stored.Previous);
        }
        Remember(stored.Epoch, stored.Contents);
        Offset = stored.FirstOffset + stored.Contents.Length - 1;
        _nextOffset = Offset + 1;
        foreach (var (key, at, answer) in stored.Keys) _staging.Restore(key, answer, at);
        foreach (var results in stored.Results) _publishers.Restore(results, stored.At);
    }

    /// <summary>Offsets before the oldest that is stored prove nothing any more.</summary>
    public void ForgetEpochsBefore(long offset) => _epochs.ForgetBefore(offset);

    /// <summary>The home has failed: all nodes hear of it.</summary>
    public void Lose()
    {
        foreach (var node in Nodes) _send(node.Node, new HomeLost(_channel, node.AttachId));
    }

    /// <summary>The home moves: nodes and publishers hear how far it was.</summary>
    public void Leave()
    {
        foreach (var node in Nodes) _send(node.Node, LeavingFor(node.Node, node.AttachId));
        foreach (var publisher in KnownPublishers)
            if (!IsAttached(publisher.Node)) _send(publisher.Node, LeavingFor(publisher.Node, attachId: 0));
    }

    /// <summary>The home ends: no node owes it anything.</summary>
    public void End() => _attachments.Clear();

    // One that is staged or being stored has no results yet: they follow. Older ones were given up.
    private bool AnswersSeen(PublishBatch m, KnownPublisher publisher)
    {
        if (m.Number == publisher.LastNumber && publisher.Results is { } results) _send(m.Node, results);
        return m.Number <= publisher.LastNumber;
    }

    private void Reject(PublishBatch m, KnownPublisher publisher, RejectReason reason)
    {
        (publisher.LastNumber, publisher.Results) = (m.Number, m.RejectAll(reason, Epoch));
        _send(m.Node, publisher.Results);
    }

    // Its keys stand for their results also where its publisher has gone on to another batch.
    private void Answer(StagedBatch staged, string epoch)
    {
        var results = staged.ResultsOf(epoch, Subscribers, Level);
        if (staged.IsNewest) staged.Publisher.Results = results;
    }

    private Leaving LeavingFor(IActorRef node, long attachId) => new(
        _channel, attachId, Epoch, Offset,
        [
            .. from publisher in KnownPublishers
               where publisher.Node.Equals(node) && publisher.Results is not null
               select new AcceptedBatch(publisher.Incarnation, publisher.LastNumber),
        ]);

    private void Remember(string epoch, Publication[] contents)
    {
        if (contents.Length == 0) return;

        _epochs.Begin(contents[0].Offset, epoch);
        Offset = contents[^1].Offset;
        foreach (var publication in contents) _history.Append(publication);
    }

    private bool IsAttached(IActorRef node)
    {
        foreach (var attached in Nodes)
            if (attached.Node.Equals(node)) return true;
        return false;
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
