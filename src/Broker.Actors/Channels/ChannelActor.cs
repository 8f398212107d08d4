using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Owns one channel: its order, its subscribers, and what it remembers.
/// It batches: the first publication of a batch sends the actor a <see cref="Flush"/>, which lands behind all
/// that waits in its mailbox; on that the whole batch goes out, encoded once per wire encoding.
/// It never stops on its own. When nobody subscribes and nothing is remembered it tells the registry, which holds
/// new commands back and answers <see cref="StopIfEmpty"/>; so a subscribe already in the mailbox is not lost.
/// </summary>
internal sealed class ChannelActor : UntypedActor, IWithTimers
{
    private readonly ChannelName _name;
    private readonly ChannelKind _kind;
    private readonly TimeProvider _time;
    private readonly SubscriberSet _subscribers = new();
    private readonly ChannelBatch _batch;
    private readonly ChannelMemory _memory;
    private readonly FanOut _fanOut;
    private readonly PublishBudget _budget;
    private readonly string _epoch = Epoch.Next();
    private long _offset;

    public ChannelActor(ChannelName name, ChannelSettings settings, PublishBudget budget, TimeProvider time)
    {
        (_name, _kind, _budget, _time) = (name, settings.KindOf(name), budget, time);
        _memory = new ChannelMemory(_kind.History, settings.IdempotencyWindow, settings.IdempotencyKeysMax);
        _batch = new ChannelBatch(settings.BatchPublicationsMax, settings.BatchBytesMax);
        _fanOut = new FanOut(name, _kind.SlowConsumer, _subscribers);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(
        ChannelName name, ChannelSettings settings, PublishBudget budget, TimeProvider time) =>
        Props.Create(() => new ChannelActor(name, settings, budget, time));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Publish m: Accept(m); break;
            case Flush: FlushBatch(); break;
            case Subscribe m: FlushBatch(); Sender.Tell(Add(m)); break;
            case Unsubscribe m: FlushBatch(); Remove(m.Subscriber); Sender.Tell(new Unsubscribed(_name)); break;
            case Terminated m: FlushBatch(); Remove(m.ActorRef); break;
            case Expire: _memory.Expire(_time.GetUtcNow()); SettleMemory(); break;
            case StopIfEmpty: FlushBatch(); StopOrStay(); break;
            default: Unhandled(message); break;
        }
    }

    // Subscribers are still here only when the actor crashed: the registry stops none that has any.
    protected override void PostStop()
    {
        _budget.Leave(_batch.ContentBytes, _batch.Count);
        foreach (var subscriber in _subscribers.Refs) subscriber.Tell(new ChannelLost(_name));
    }

    private void Accept(Publish publish)
    {
        var bytes = publish.Content.Length;
        if (publish.IdempotencyKey is { } key && _memory.TryFind(key, out var first))
        {
            _budget.Leave(bytes, publications: 1);
            if (publish.Receipt) first.Await(Sender);
            return;
        }

        if (!_batch.HasRoomFor(bytes)) FlushBatch();
        if (_batch.IsEmpty) Self.Tell(Flush.Instance);
        Stage(publish);
    }

    private void Stage(Publish publish)
    {
        var now = _time.GetUtcNow();
        var publication = new Publication(
            _name, ++_offset, now, publish.Sender, publish.Content, publish.IsText) { Except = publish.Except };
        _memory.Remember(publication);

        PendingPublication? pending = null;
        if (publish.Receipt || publish.IdempotencyKey is not null)
        {
            pending = new PendingPublication();
            if (publish.Receipt) pending.Await(Sender);
            if (publish.IdempotencyKey is { } key) _memory.Remember(key, pending, now);
        }
        _batch.Add(publication, pending);
    }

    private void FlushBatch()
    {
        if (_batch.IsEmpty) return;

        if (_batch.HasExceptions) OfferOneByOne();
        else OfferTogether();

        _budget.Leave(_batch.ContentBytes, _batch.Count);
        _batch.Clear();
        SettleMemory();
    }

    private void OfferTogether()
    {
        var receivers = _fanOut.Offer(_batch.Publications);
        for (var i = 0; i < _batch.Count; i++) Complete(i, receivers);
    }

    private void OfferOneByOne()
    {
        for (var i = 0; i < _batch.Count; i++)
            Complete(i, _fanOut.OfferToOthers(_batch.Publications[i]));
    }

    private void Complete(int index, int receivers) => _batch.PendingAt(index)?.Complete(
        new Receipt(_name, _batch.Publications[index].Offset, _epoch, receivers, _kind.Journal));

    private object Add(Subscribe m)
    {
        if (!_subscribers.Contains(m.Subscriber))
        {
            if (_subscribers.Count >= _kind.SubscribersMax) return new Rejected(_name, RejectReason.ChannelFull);

            _subscribers.Add(m.Subscriber, m.Outbox, m.Encoding);
            Context.Watch(m.Subscriber);
            if (_subscribers.Count == 1) Context.Parent.Tell(new ChannelOccupied(_name));
        }
        return Welcome(m);
    }

    private Subscribed Welcome(Subscribe m)
    {
        var subscribed = new Subscribed(_name, _subscribers.Count, _offset, _epoch)
        {
            Continuous = m.Since is null || _memory.IsContinuous(m.Since, _offset, _epoch),
        };
        if (m.Greeting is { } greeting) m.Outbox.Answer(greeting(subscribed));
        if (m.Since is { } since) _fanOut.Replay(m, _memory.Missed(since, _offset, _epoch));
        return subscribed;
    }

    private void Remove(IActorRef subscriber)
    {
        if (!_subscribers.Remove(subscriber)) return;

        Context.Unwatch(subscriber);
        if (_subscribers.Count == 0) ReportVacant();
    }

    private void StopOrStay()
    {
        if (_subscribers.Count == 0 && _memory.IsEmpty) Context.Stop(Self);
        else Context.Parent.Tell(new ChannelInUse(_name));
    }

    private void SettleMemory()
    {
        if (_memory.NextExpiry is { } next)
        {
            if (!Timers.IsTimerActive(Expire.Instance))
                Timers.StartSingleTimer(Expire.Instance, Expire.Instance, Delay(next));
        }
        else if (_subscribers.Count == 0) ReportVacant();
    }

    private void ReportVacant() => Context.Parent.Tell(new ChannelVacant(_name, KeepsState: !_memory.IsEmpty));

    private TimeSpan Delay(DateTimeOffset until)
    {
        var delay = until - _time.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1);
    }
}
