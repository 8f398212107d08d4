using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Brings contents into the outboxes of a local channel, and gives back the room that they held. What another
/// node's home sent it reports as handed over.
/// </summary>
internal sealed class LocalDelivery
{
    private readonly ChannelName _channel;
    private readonly HomeDependencies _around;
    private readonly Attachment _attachment;
    private readonly DeliveryBatch _batch;
    private readonly FlushPace _pace;

    public LocalDelivery(
        ChannelName channel,
        ChannelKind kind,
        SubscriberSet subscribers,
        Attachment attachment,
        HomeDependencies around)
    {
        (_channel, _attachment, _around) = (channel, attachment, around);
        FanOut = new FanOut(channel, kind.SlowConsumer, subscribers, around.Metrics);
        _batch = new DeliveryBatch(
            around.Settings.BatchPublicationsMax, around.Settings.BatchBytesMax);
        _pace = new FlushPace(around.Settings.FlushPauseMax, around.Time);
    }

    public FanOut FanOut { get; }

    /// <summary>What the subscribers may have missed, while that is read; else null.</summary>
    public CatchUp? CatchUp { get; private set; }

    /// <summary>True when more should gather first: see <see cref="FlushPace"/>.</summary>
    public bool IsTooSoon => !_batch.IsEmpty && _pace.IsTooSoon;

    /// <summary>Contents that come from now on wait until what was missed has gone out.</summary>
    public CatchUp BeginCatchUp(StreamPosition since, long until) => CatchUp = new CatchUp(since, until);

    /// <summary>Sends what was missed, and says so where not all of it is there.</summary>
    /// <returns>True when contents have come meanwhile.</returns>
    public bool EndCatchUp()
    {
        var catchUp = CatchUp!;
        CatchUp = null;
        if (!catchUp.Reading.Continuous) FanOut.TellGap(_attachment.Offset, _attachment.Epoch);
        if (catchUp.Missed is { Length: > 0 } missed) FanOut.Offer(missed);
        foreach (var (contents, known) in catchUp.Held) Add(contents, known);
        return !_batch.IsEmpty;
    }

    /// <summary>The attachment that was to be caught up with has ended.</summary>
    public void AbandonCatchUp()
    {
        foreach (var (contents, _) in CatchUp?.Held ?? []) Drop(contents);
        CatchUp = null;
    }

    /// <summary>Adds contents to the batch; what does not fit into it with them goes first.</summary>
    /// <returns>True when they are the first of a batch.</returns>
    public bool Add(Contents m, int known)
    {
        if (CatchUp is not null)
        {
            CatchUp.Held.Enqueue((m, known));
            return false;
        }

        if (!_batch.HasRoomFor(m.Batch.Contents.Length, m.OwedBytes)) Flush();
        var isFirst = _batch.IsEmpty;
        _batch.Add(m, known);
        return isFirst;
    }

    /// <summary>Puts the batch into all outboxes.</summary>
    public void Flush()
    {
        if (_batch.IsEmpty) return;

        var began = _batch.Own.Count == 0 ? default : _around.Time.GetUtcNow();
        _pace.Begin();
        if (_batch.HasExceptions) OfferOneByOne();
        else FanOut.Offer(_batch.Publications);
        _pace.End(_batch.Count);
        foreach (var own in _batch.Own) Finish(own, began);

        var (bytes, publications) = _batch.Owed;
        _batch.Clear();
        _around.Budget.Leave(bytes, publications);
        if (!_attachment.HomeNode.Equals(_around.Nodes.Node))
            _around.Nodes.Node.Tell(new HandedOver(
                _attachment.HomeNode, new Confirmed(_channel, _attachment.Id, _attachment.Offset), bytes));
    }

    /// <summary>Gives back the room of contents that go nowhere.</summary>
    public void Drop(Contents m) => _around.Budget.Leave(m.OwedBytes, m.OwedPublications);

    /// <summary>No contents come any more.</summary>
    public void End()
    {
        AbandonCatchUp();
        _around.Budget.Leave(_batch.Owed.Bytes, _batch.Owed.Publications);
        _batch.Clear();
        FanOut.Retire();
    }

    private void OfferOneByOne()
    {
        foreach (var publication in _batch.Publications)
            FanOut.OfferToOthers(
                publication, _batch.ExceptionAt(publication.Offset) ?? ActorRefs.Nobody);
    }

    private void Finish(OwnPublications own, DateTimeOffset began)
    {
        _around.Metrics.Published(own.AcceptedAt);
        foreach (var trace in own.Traces ?? [])
            PublishSpans.End(_channel, trace, began, _around.Time.GetUtcNow());
    }
}
