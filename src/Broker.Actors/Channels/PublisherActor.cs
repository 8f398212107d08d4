using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Collects this node's publications into batches, one under way for each channel, and hands over their
/// results. All that a home sends to a local channel passes through here, so that a publisher has its result
/// before any subscriber of this node has the contents. It lives as long as the process.
/// </summary>
public sealed class PublisherActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly HomeDependencies _around;
    private readonly Incarnation _incarnation;
    private readonly Dictionary<ChannelName, Outgoing> _channels = [];
    private readonly Dictionary<long, Outgoing> _underWay = [];
    private readonly List<Outgoing> _ready = [];
    private readonly List<IPublishReply> _replies = [];
    private readonly List<IPublishReply> _repliesAfterContents = [];
    private long _lastNumber;
    private bool _isTicking;

    public PublisherActor(HomeDependencies around) =>
        (_around, _incarnation) = (around, around.Nodes.NextIncarnation());

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    public static Props PropsFor(HomeDependencies around) => Props.Create(() => new PublisherActor(around));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Publish m: Collect(m); break;
            case Flush: SendReady(); break;
            case Arrived m: HandOver(m.Batch, m.Room); break;
            case PublishResults m: Settle(m); FlushReplies(); break;
            case HomeLost m: RepeatNow(m); Sender.Tell(m); break;
            case Leaving m: RepeatElsewhere(m); Sender.Tell(m); break;
            case IAttachmentMessage m: Sender.Tell(m); break;
            case MemberLost: RepeatAll(); break;
            case Tick: RepeatOrGiveUp(); break;
            case Sweep: ForgetIdle(); break;
            case DeadLetter { Message: ILocalChannelCommand } m:
                ChannelActors.Refuse(m.Message, m.Sender, RejectReason.Unavailable);
                break;
            case DeadLetter: break;
            default: Unhandled(message); break;
        }
    }

    // A local channel that has failed answers no one who waits in its mailbox.
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Timers.StartPeriodicTimer(Sweep.Instance, Sweep.Instance, SweepInterval);
    }

    // No result comes any more. Its successor signs with another incarnation.
    protected override void PostStop()
    {
        foreach (var outgoing in _channels.Values)
        {
            Refuse(outgoing.UnderWay);
            Refuse(outgoing.TakeWaiting(TimeSpan.MinValue, _around.Time));
        }
        FlushReplies();
    }

    private void Collect(Publish m)
    {
        if (!_channels.TryGetValue(m.Channel, out var outgoing))
            _channels.Add(m.Channel, outgoing = new Outgoing(m.Channel));
        outgoing.Add(m);
        if (outgoing.Batch is null) SendSoon(outgoing);
    }

    // The flush comes after all that waits in the mailbox.
    private void SendSoon(Outgoing outgoing)
    {
        if (outgoing.IsReady) return;

        outgoing.IsReady = true;
        _ready.Add(outgoing);
        if (_ready.Count == 1) Self.Tell(Flush.Instance);
    }

    private void SendReady()
    {
        var now = Now;
        foreach (var outgoing in _ready)
        {
            outgoing.IsReady = false;
            var batch = outgoing.Begin(
                _around.Nodes.Node, _incarnation, ++_lastNumber, _around.Settings, now);
            _underWay.Add(batch.Number, outgoing);
            Send(batch);
        }
        _ready.Clear();
        if (_isTicking) return;

        _isTicking = true;
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
    }

    private void Send(PublishBatch batch) => _around.Nodes.Homes.Tell(batch, ActorRefs.NoSender);

    private void HandOver(Batch m, LocalRoom? room)
    {
        OwnPublications? own = null;
        foreach (var results in m.Results) own = Settle(results) ?? own;
        FlushAll(_replies);
        Pass(m, room, own);
        FlushAll(_repliesAfterContents);
    }

    private void Pass(Batch m, LocalRoom? room, OwnPublications? own)
    {
        var (bytes, publications) = (0, m.Contents.Length);
        foreach (var publication in m.Contents) bytes += publication.Content.Length;
        // They hold room until they are in all outboxes, whoever published them.
        if (room?.TryEnter(bytes, publications) == true)
            room.Local.Tell(new Contents(m, bytes, publications, own), ActorRefs.NoSender);
        else if (own is not null) _around.Metrics.Published(own.AcceptedAt);
    }

    /// <summary>
    /// Hands over the results of the batch under way; those of another are late or a repeat.
    /// </summary>
    private OwnPublications? Settle(PublishResults m)
    {
        if (m.Publisher != _incarnation || !_underWay.Remove(m.Number, out var outgoing)) return null;

        // Empty where there was no home to ask: who refuses one copy knows nothing of the others.
        var isUnknown = m.Epoch.Length == 0 && outgoing.IsRepeated;
        if (m.Epoch.Length > 0) outgoing.Epoch = m.Epoch;
        List<TraceMark>? traces = null;
        List<(long, IActorRef)>? exceptions = null;
        var (underWay, acceptedAt, bytes) = (outgoing.UnderWay, outgoing.UnderWay[0].AcceptedAt, 0);
        for (var i = 0; i < underWay.Count; i++)
        {
            var (publish, result) =
                (underWay[i], isUnknown ? PublishResult.Rejected(RejectReason.Unavailable) : m.Of(i));
            bytes += publish.Content.Length;
            Complete(publish, result);
            if (publish.Trace is { } trace) (traces ??= []).Add(trace);
            if (publish.Except is { } except) (exceptions ??= []).Add((result.Offset, except));
        }
        Leave(bytes, underWay.Count);
        End(outgoing);
        return new OwnPublications(acceptedAt, traces, exceptions);
    }

    private void Complete(Publish publish, PublishResult result)
    {
        if (publish.Reply is { } reply && reply.Complete(result))
            (reply.MayFollowContents ? _repliesAfterContents : _replies).Add(reply);
    }

    private void FlushReplies()
    {
        FlushAll(_replies);
        FlushAll(_repliesAfterContents);
    }

    private static void FlushAll(List<IPublishReply> replies)
    {
        foreach (var reply in replies) reply.Flush();
        replies.Clear();
    }

    private void End(Outgoing outgoing)
    {
        outgoing.End();
        if (outgoing.HasWaiting) SendSoon(outgoing);
    }

    private void RepeatNow(HomeLost m)
    {
        if (_channels.TryGetValue(m.Channel, out var outgoing) && outgoing.Batch is not null)
            Send(outgoing.RepeatAfterLoss(Now));
    }

    // The results of what it has accepted are on their way, or the next tick asks again.
    private void RepeatElsewhere(Leaving m)
    {
        if (_channels.TryGetValue(m.Channel, out var outgoing) && outgoing.Batch is { } batch
            && !Array.Exists(m.Accepted, one => one.Publisher == _incarnation && one.Number >= batch.Number))
            Send(outgoing.RepeatAfterMove(m.Epoch, Now));
    }

    // Any of their homes may have been there.
    private void RepeatAll()
    {
        var now = Now;
        foreach (var outgoing in _underWay.Values.ToArray()) Send(outgoing.RepeatAfterLoss(now));
    }

    private void RepeatOrGiveUp()
    {
        var now = Now;
        foreach (var outgoing in _underWay.Values.ToArray())
        {
            if (outgoing.HasWaited(_around.Settings.PublishTimeout, _around.Time)) GiveUp(outgoing);
            else if (outgoing.RepeatAt <= now) Send(outgoing.Repeat(now));
        }
        FlushReplies();
        if (_underWay.Count > 0 || _ready.Count > 0) return;

        _isTicking = false;
        Timers.Cancel(Tick.Instance);
    }

    // The home may have accepted it, or do so later: no one knows.
    private void GiveUp(Outgoing outgoing)
    {
        _underWay.Remove(outgoing.Batch!.Number);
        Refuse(outgoing.UnderWay);
        Refuse(outgoing.TakeWaiting(_around.Settings.PublishTimeout, _around.Time));
        End(outgoing);
    }

    private void Refuse(IReadOnlyList<Publish> publications)
    {
        foreach (var publish in publications)
        {
            Leave(publish.Content.Length, publications: 1);
            Complete(publish, PublishResult.Rejected(RejectReason.Unavailable));
        }
    }

    private void Leave(int bytes, int publications) => _around.Budget.Leave(bytes, publications);

    private void ForgetIdle()
    {
        var before = Now - SweepInterval;
        foreach (var (channel, outgoing) in _channels)
            if (outgoing is { Batch: null, HasWaiting: false } && outgoing.UsedAt <= before)
                _channels.Remove(channel);
    }
}
