using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// This node's part of one channel: its subscribers and their outboxes. It attaches to the home with its
/// first subscriber and passivates with its last. It batches: the first contents send the actor a <see
/// cref="Flush"/>, which comes after all that waits in its mailbox; then all of it goes out, encoded once per
/// wire encoding.
/// </summary>
internal sealed class LocalChannelActor : UntypedActor
{
    private readonly ChannelName _name;
    private readonly HomeDependencies _around;
    private readonly bool _maySubscribe;
    private readonly HomeLink _home;
    private readonly LocalDelivery _delivery;
    private readonly LocalSubscribers _subscribers;
    private ICancelable? _tick;
    private List<(object Message, IActorRef Sender)>? _handedBack;
    private bool _isPassivating;

    public LocalChannelActor(HomeDependencies around)
    {
        (_name, _around) = (EntityName.ChannelOf(Self), around);
        var kind = around.Settings.KindOf(_name);
        var (live, room) = (new SubscriberSet(), new LocalRoom(Self, around.Budget));
        (_maySubscribe, _home) = (kind.MaySubscribe, new HomeLink(_name, room, around.Nodes, around.Metrics));
        _delivery = new LocalDelivery(_name, kind, live, Attachment, room, around);
        _subscribers = new LocalSubscribers(_name, live, _home, _delivery, around.Nodes.ChannelList);
    }

    private Attachment Attachment => _home.Attachment;

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    public static Props PropsFor(HomeDependencies around) =>
        Props.Create(() => new LocalChannelActor(around));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ILocalChannelCommand when _isPassivating: (_handedBack ??= []).Add((message, Sender)); break;
            case Contents m: Take(m); break;
            case Flush m when _delivery.IsTooSoon: Self.Tell(m); break;
            case Flush: _delivery.Flush(); break;
            case Subscribe m: Join(m, Sender); break;
            case Unsubscribe m: Leave(m.Subscriber); Sender.Tell(new Unsubscribed(_name)); break;
            case SubscriberStopped m: Leave(m.Subscriber); break;
            case StopEntity: Context.Stop(Self); break;
            case Tick: _tick = null; TryAgain(); break;
            case RollCalled: if (Attachment.Id != 0) _home.Repeat(_subscribers.Wanted); break;
            case IAttachmentMessage m: if (m.AttachId == Attachment.Id) Heed(m); break;
            default: Unhandled(message); break;
        }
    }

    // Subscribers are there when the actor has failed: its parent stops none that has any.
    protected override void PostStop()
    {
        _tick?.Cancel();
        _delivery.End();
        _subscribers.Lose();
        _home.Detach();
        if (_handedBack is not null) Context.Parent.Tell(new HandBack(_handedBack));
    }

    private void Heed(IAttachmentMessage message)
    {
        switch (message)
        {
            case Attached m: Accept(m); break;
            case Counted m: Attachment.Answered(m.Version); Count(m.Version, m.Offset, m.Total); break;
            case AttachRefused m when m.Version == Attachment.Version: Refuse(m.Reason, m.Room); break;
            case CountRefused m when m.Version == Attachment.Version:
                Refuse(RejectReason.ChannelFull, m.Room);
                break;
            case Detached or AttachAgain or HomeLost or Leaving: AttachAnew(); break;
            case Head m: Confirm(m); break;
            case HistoryPage m when _delivery.CatchUp is { } catchUp: Continue(catchUp, m); break;
            case HistoryPage m when _subscribers.Reading is { } reading: Continue(reading, m); break;
            case HistoryRefused m: _subscribers.RefuseReaders(m.Reason); Recount(); break;
        }
    }

    private void Join(Subscribe m, IActorRef sender)
    {
        if (_maySubscribe) _subscribers.Add(m, sender, Now).Version = Ask();
        else
        {
            sender.Tell(new Rejected(_name, RejectReason.Forbidden));
            Passivate();
        }
    }

    private void Leave(IActorRef subscriber)
    {
        _subscribers.Remove(subscriber);
        Recount();
    }

    private void Recount()
    {
        if (_subscribers.Wanted > 0) Ask();
        else Passivate();
    }

    // An answer to an earlier request would count those that were refused.
    private void CountWithoutRefused()
    {
        Recount();
        if (!_isPassivating) _subscribers.AwaitAnswer(Attachment.Version);
    }

    private int Ask()
    {
        TickLater();
        return _home.Ask(_subscribers.Wanted);
    }

    private void Accept(Attached m)
    {
        var known = new StreamPosition(Attachment.Offset, Attachment.Epoch);
        if (Attachment.IsAttached) Attachment.Answered(m.Version);
        else
        {
            Attachment.Accept(m);
            if (_subscribers.HasLive && (known.Epoch != m.Epoch || known.Offset != m.Offset))
                Read(_delivery.BeginCatchUp(known, m.Offset).Reading);
        }
        Count(m.Version, m.Offset, m.Total);
    }

    private void Count(int version, long offset, int total)
    {
        _subscribers.Counted(version, offset, total);
        AskForMissing(offset);
        Admit();
    }

    private void Admit()
    {
        if (_delivery.CatchUp is null && _subscribers.Admit() is { } reading) Read(reading);
    }

    private void Read(HistoryReading reading)
    {
        _home.Read(reading);
        TickLater();
    }

    private void Continue(HistoryReading reading, HistoryPage m)
    {
        if (!reading.Take(m)) return;

        // Contents up to the page's offset come ahead of it, or they are lost on the way.
        AskForMissing(m.Offset);
        if (!m.IsLast || m.Offset != Attachment.Offset) Read(reading);
        else
        {
            _subscribers.FinishReading();
            Admit();
        }
    }

    private void Continue(CatchUp catchUp, HistoryPage m)
    {
        if (!catchUp.Reading.Take(m)) return;

        if (!catchUp.IsDoneWith(m)) Read(catchUp.Reading);
        else
        {
            if (_delivery.EndCatchUp()) Self.Tell(Flush.Instance);
            Admit();
        }
    }

    private void Take(Contents m)
    {
        if (Attachment.Take(m.Batch) is not { } known)
        {
            _delivery.Drop(m);
            if (Attachment.IsGapBefore(m.Batch)) AskForMissing(m.Batch.LastOffset);
            return;
        }

        if (_delivery.Add(m, known)) Self.Tell(Flush.Instance);
        Admit();
    }

    private void AskForMissing(long offset)
    {
        if (offset <= Attachment.Offset) return;

        _home.AskForMissing();
        TickLater();
    }

    private void Confirm(Head m)
    {
        _delivery.Flush();
        AskForMissing(m.Offset);
        _home.Confirm();
    }

    private void Refuse(RejectReason reason, int room)
    {
        Attachment.Answered(Attachment.Version);
        _subscribers.Refuse(reason, room);
        // With subscribers that the home has no room for, it tries again later.
        if (_subscribers.Wanted == 0 || (_subscribers.IsWaiting && _subscribers.Wanted <= room)) Recount();
        else TickLater();
    }

    private void AttachAnew()
    {
        _delivery.Flush();
        _delivery.AbandonCatchUp();
        _home.Lose();
        _subscribers.CountAgain(Ask());
    }

    private void TryAgain()
    {
        if (_subscribers.RefuseBefore(Now - _around.Settings.SubscribeTimeout)) CountWithoutRefused();
        else if (Attachment.Id != 0 && (Attachment.IsWaiting || !Attachment.IsAttached))
            _home.Repeat(_subscribers.Wanted);
        if (_isPassivating) return;

        if (_home.IsMissing) _home.AskForMissingAgain();
        if ((_delivery.CatchUp?.Reading ?? _subscribers.Reading) is { } reading) Read(reading);
        if (_subscribers.IsWaiting || _home.IsMissing || !Attachment.IsAttached) TickLater();
    }

    private void TickLater() => _tick ??= Context.System.Scheduler.ScheduleTellOnceCancelable(
        _around.Settings.RetryInterval, Self, Tick.Instance, ActorRefs.NoSender);

    private void Passivate()
    {
        _isPassivating = true;
        _delivery.End();
        _home.Detach();
        Context.Parent.Tell(EntityProtocol.Passivate.Instance);
    }
}
