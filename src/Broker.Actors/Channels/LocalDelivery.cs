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
    private readonly LocalRoom _room;
    private readonly Attachment _attachment;
    private readonly DeliveryBatch _batch;
    private readonly FlushPace _pace;

    public LocalDelivery(
        ChannelName channel,
        ChannelKind kind,
        SubscriberSet subscribers,
        Attachment attachment,
        LocalRoom room,
        HomeDependencies around)
    {
        (_channel, _attachment, _room, _around) = (channel, attachment, room, around);
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

    /// <summary>
    /// Puts what was missed before what has come meanwhile, and says so where not all of it is there.
    /// </summary>
    /// <returns>True when something waits for <see cref="Flush"/>.</returns>
    public bool EndCatchUp()
    {
        var catchUp = CatchUp!;
        CatchUp = null;
        if (!catchUp.IsContinuous) FanOut.TellGap(_attachment.Offset, _attachment.Epoch);
        var missed = catchUp.Missed;
        for (var i = 0; i < missed.Length; i++)
        {
            MakeRoomFor(publications: 1, missed[i].Content.Length);
            _batch.Add(missed.AsMemory(i, 1), missed[i].Content.Length);
        }
        foreach (var (contents, known) in catchUp.Held) Add(contents, known);
        return !_batch.IsEmpty;
    }

    /// <summary>
    /// The attachment that was to be caught up with has ended. The subscribers are where they were before it.
    /// </summary>
    public void AbandonCatchUp()
    {
        if (CatchUp is not { } catchUp) return;

        CatchUp = null;
        foreach (var (contents, _) in catchUp.Held) Drop(contents);
        _attachment.GoBack(catchUp.Reading.Since);
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

        MakeRoomFor(m.Batch.Contents.Length, m.OwedBytes);
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
        _room.Leave(bytes, publications);
        if (!_attachment.HomeNode.Equals(_around.Nodes.Node))
            _around.Nodes.Node.Tell(new HandedOver(
                _attachment.HomeNode, new Confirmed(_channel, _attachment.Id, _attachment.Offset), bytes));
    }

    /// <summary>Gives back the room of contents that go nowhere.</summary>
    public void Drop(Contents m) => _room.Leave(m.OwedBytes, m.OwedPublications);

    /// <summary>No contents come any more, and what has come goes nowhere.</summary>
    public void End()
    {
        CatchUp = null;
        _batch.Clear();
        _room.Close();
        FanOut.Retire();
    }

    private void MakeRoomFor(int publications, int bytes)
    {
        if (!_batch.HasRoomFor(publications, bytes)) Flush();
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
