using Broker.Actors.Delivery;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Owns one channel: its order, its subscribers, and what it remembers. It batches: the first publication of
/// a batch sends the actor a <see cref="Flush"/>, which lands behind all that waits in its mailbox; on that
/// the whole batch goes out, encoded once per wire encoding. It never stops on its own. When nobody
/// subscribes and nothing is remembered it tells the registry, which holds new commands back and answers <see
/// cref="StopIfEmpty"/>; so a subscribe already in the mailbox is not lost.
/// </summary>
internal sealed class ChannelActor : UntypedActor, IWithTimers
{
    private readonly ChannelName _name;
    private readonly ChannelKind _kind;
    private readonly ChannelDependencies _around;
    private readonly SubscriberSet _subscribers = new();
    private readonly ChannelBatch _batch;
    private readonly ChannelRetention _memory;
    private readonly FanOut _fanOut;
    private readonly string _epoch = Epoch.Next();
    // Of the budget: what has come in and was not yet sent.
    private int _owedBytes;
    private int _owedPublications;
    // Made when the first comes: most channels are never relayed to. What is in it is younger than the batch.
    private RelayBatch? _relays;
    private DateTimeOffset _expiresAt = DateTimeOffset.MaxValue;
    private long _offset;

    public ChannelActor(ChannelName name, ChannelDependencies around)
    {
        var settings = around.Settings;
        (_name, _kind, _around) = (name, settings.KindOf(name), around);
        _memory = new ChannelRetention(
            _kind.History, settings.IdempotencyWindow, settings.IdempotencyKeysMax);
        _batch = new ChannelBatch(settings.BatchPublicationsMax, settings.BatchBytesMax);
        _fanOut = new FanOut(name, _kind.SlowConsumer, _subscribers, around.Metrics);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeProvider Time => _around.Time;

    private ChannelView View => new(_name, _memory, _offset, _epoch);

    public static Props PropsFor(ChannelName name, ChannelDependencies around) =>
        Props.Create(() => new ChannelActor(name, around));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Publish m: Accept(m); break;
            case Relayed m: Accept(m.Contents); break;
            case Flush: FlushAll(); break;
            case Subscribe m: FlushAll(); Sender.Tell(Add(m)); break;
            case Unsubscribe m: FlushAll(); Sender.Tell(Drop(m.Subscriber)); break;
            case ReadHistory m: Sender.Tell(View.Read(m.Since)); break;
            case SubscriberStopped m: FlushAll(); Remove(m.Subscriber); break;
            case Expire: Forget(); SettleMemory(); break;
            case StopIfEmpty: FlushAll(); StopOrStay(); break;
            default: Unhandled(message); break;
        }
    }

    // Subscribers are still here only when the actor crashed: the registry stops none that has any.
    protected override void PostStop()
    {
        GiveBack(_owedBytes, _owedPublications);
        _fanOut.Retire();
        _relays?.Abandon();
        foreach (var subscriber in _subscribers.Refs) subscriber.Tell(new ChannelLost(_name));
    }

    private void Accept(Publish publish)
    {
        var bytes = publish.Content.Length;
        _owedBytes += bytes;
        _owedPublications++;
        if (publish.IdempotencyKey is { } key && _memory.TryFind(key, out var first))
        {
            GiveBack(bytes, publications: 1);
            if (publish.Receipt) first.Await(Sender);
            return;
        }

        if (!_batch.HasRoomFor(bytes) || _relays is { IsEmpty: false }) FlushAll();
        if (_batch.IsEmpty) Self.Tell(Flush.Instance);
        Stage(publish);
    }

    // Added before anything can fail, so that they settle whatever happens.
    private void Accept(RelayedContents contents)
    {
        var settings = _around.Settings;
        _relays ??= new RelayBatch(_fanOut, settings.BatchPublicationsMax, settings.BatchBytesMax);
        var isFirst = _relays.IsEmpty && _batch.IsEmpty;
        _relays.Add(contents);
        if (_relays.IsFull) FlushAll();
        else if (isFirst) Self.Tell(Flush.Instance);
    }

    private void Stage(Publish publish)
    {
        var now = Time.GetUtcNow();
        var publication = new Publication(
            _name, ++_offset, now, publish.Sender, publish.Content, publish.IsText)
        {
            Except = publish.Except,
        };
        _memory.Remember(publication);

        if (publish.Trace is { } trace) _batch.Add(trace);
        var pending = PendingReceipt.For(publish, Sender);
        if (publish.IdempotencyKey is { } key) _memory.Remember(key, pending!, now);
        _batch.Add(publication, pending, publish.AcceptedAt != 0 ? publish.AcceptedAt : Time.GetTimestamp());
    }

    private void FlushAll()
    {
        FlushBatch();
        _relays?.Offer();
    }

    private void FlushBatch()
    {
        if (_batch.IsEmpty) return;

        new Delivery(_name, _epoch, _kind.Journal, _fanOut).Run(_batch, Time);
        GiveBack(_batch.ContentBytes, _batch.Count);
        _batch.Clear();
        SettleMemory();
    }

    private void GiveBack(int bytes, int publications)
    {
        _owedBytes -= bytes;
        _owedPublications -= publications;
        _around.Budget.Leave(bytes, publications);
    }

    private object Add(Subscribe m)
    {
        if (_subscribers.Contains(m.Subscriber)) _subscribers.Move(m.Subscriber, m.Encoding);
        else
        {
            if (_subscribers.Count >= _kind.SubscribersMax)
                return new Rejected(_name, RejectReason.ChannelFull);

            _subscribers.Add(m.Subscriber, m.Outbox, m.Encoding);
            if (_subscribers.Count == 1) Context.Parent.Tell(new ChannelOccupied(_name));
        }
        return View.Welcome(m, _subscribers.Count, _fanOut);
    }

    private Unsubscribed Drop(IActorRef subscriber)
    {
        Remove(subscriber);
        return new Unsubscribed(_name);
    }

    private void Remove(IActorRef subscriber)
    {
        if (_subscribers.Remove(subscriber) && _subscribers.Count == 0) ReportVacant();
    }

    private void StopOrStay()
    {
        if (_subscribers.Count == 0 && _memory.IsEmpty) Context.Stop(Self);
        else Context.Parent.Tell(new ChannelInUse(_name));
    }

    private void Forget()
    {
        _expiresAt = DateTimeOffset.MaxValue;
        _memory.Expire(Time.GetUtcNow());
    }

    private void SettleMemory()
    {
        if (_memory.NextExpiry is not { } next)
        {
            if (_subscribers.Count == 0) ReportVacant();
        }
        // History and keys have ages of their own, so what came later may go earlier.
        else if (next < _expiresAt)
        {
            _expiresAt = next;
            Timers.StartSingleTimer(Expire.Instance, Expire.Instance, Delay(next));
        }
    }

    private void ReportVacant() =>
        Context.Parent.Tell(new ChannelVacant(_name, KeepsState: !_memory.IsEmpty));

    private TimeSpan Delay(DateTimeOffset until)
    {
        var delay = until - Time.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1);
    }
}
