using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Owns this node's part of a channel whose home is the journal: publications are stored first, then go out,
/// and their place is their version in the channel's stream. Alone it sends out what it stored; where nodes
/// share the journal it sends out what the feed brings, its own too, so that the order is everybody's. It
/// reads what is kept at its start; until then, requests wait. It batches and ends as <see
/// cref="ChannelActor"/> does.
/// </summary>
internal sealed class StoredChannelActor : UntypedActor, IWithTimers
{
    // So many are read even without a history: repeats are known again after a restart.
    private const int RememberedMin = 1_000;
    private const int TrimmedMin = 100;

    private readonly ChannelName _name;
    private readonly StreamName _stream;
    private readonly ChannelKind _kind;
    private readonly ChannelDependencies _around;
    private readonly ChannelStorage _home;
    private readonly ChannelRetention _memory;
    private readonly StoredQueue _queue;
    private readonly StoredAudience _audience;
    private readonly StoredSending _sending;
    private readonly StoredOrder _order;
    private readonly StreamTrimming _trimming;
    private readonly HeldCommands _held;
    private ChannelLoad? _load;
    private DateTimeOffset _usedAt;
    private bool _isLoaded;
    private bool _isFlushing;

    public StoredChannelActor(ChannelName name, ChannelDependencies around)
    {
        var settings = around.Settings;
        (_name, _kind, _around, _home) = (name, settings.KindOf(name), around, around.Home!);
        (_stream, _usedAt) = (ChannelStream.NameOf(name), Now);
        _memory = new ChannelRetention(
            _kind.History, settings.IdempotencyWindow, settings.IdempotencyKeysMax);
        _queue = new StoredQueue(settings, IsShared);
        _audience = new StoredAudience(name, _kind, around, Context);
        _sending = new StoredSending(name, around, _memory, _audience.FanOut, _kind.Journal);
        _order = new StoredOrder(_kind, IsShared, _queue, _sending, _memory, _audience);
        _held = new HeldCommands(settings.HeldMax, around.Budget);
        _trimming = new StreamTrimming(
            _stream, IsShared ? settings.StoredLag : TimeSpan.Zero, Math.Max(TrimmedMin, Remembered));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    private bool IsShared => _home.Journal.IsShared;

    // What other nodes have seen must not come undone: then a place in the order would be given twice.
    private Durability Level =>
        IsShared && _kind.Journal is Durability.Memory ? Durability.File : _kind.Journal;

    private int Remembered => Math.Max(_kind.History.Size, IsShared ? 1 : RememberedMin);

    private long OldestKept => _memory.OldestKept ?? _order.Offset + 1;

    private ChannelView View => new(_name, _memory, _order.Offset, _home.Epoch);

    private bool IsVacant => _audience.IsEmpty && _queue.IsEmpty && _sending.IsEmpty && _held.IsEmpty;

    public static Props PropsFor(ChannelName name, ChannelDependencies around) =>
        Props.Create(() => new StoredChannelActor(name, around));

    protected override void PreStart()
    {
        var interval = _around.Settings.StoredIdleTimeout / 2;
        Timers.StartPeriodicTimer(Expire.Instance, Expire.Instance, interval);
        Load();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IChannelCommand m when !_isLoaded: _held.Add(m, Sender); Load(); break;
            case IChannelCommand m: Handle(m, Sender); break;
            case Flush: _isFlushing = false; FlushAll(); break;
            case Reported m: FlushAll(); _audience.Take(m, Welcome); break;
            case Appended m: if (!_order.End(m.Answer)) Report(m.Answer); FlushAll(); break;
            case Loaded m: Continue(m.Answer); break;
            case Expire: Tend(); break;
            case StopIfEmpty: StopOrStay(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _sending.Refuse(_queue.GiveUp());
        _sending.GiveUp();
        _held.Refuse();
        _audience.Retire();
    }

    private void Handle(IChannelCommand command, IActorRef sender)
    {
        if (command is Told told)
        {
            if (_order.Take(told.Stored)) FlushSoon();
            return;
        }

        if (command is not Publish) FlushAll();
        _usedAt = Now;
        _memory.Expire(Now);
        switch (command)
        {
            case Publish m: Accept(m, sender); break;
            case Subscribe m: _audience.Join(m, sender, Welcome); break;
            case Unsubscribe m: Leave(m.Subscriber); sender.Tell(new Unsubscribed(_name)); break;
            case SubscriberStopped m: Leave(m.Subscriber); break;
            case ReadHistory m: sender.Tell(View.Read(m.Since)); break;
        }
    }

    private void Accept(Publish publish, IActorRef sender)
    {
        if (publish.IdempotencyKey is { } repeated && _memory.TryFind(repeated, out var first))
        {
            _sending.GiveBack(publish.Content.Length);
            if (publish.Receipt) first.Await(sender);
            return;
        }

        var pending = PendingReceipt.For(publish, sender);
        if (publish.IdempotencyKey is { } key) _memory.Remember(key, pending!, Now);
        _queue.Add(publish, pending, Now);
        FlushSoon();
    }

    // The flush lands behind all that waits in the mailbox.
    private void FlushSoon()
    {
        if (_isFlushing) return;

        _isFlushing = true;
        Self.Tell(Flush.Instance);
    }

    private void FlushAll()
    {
        _sending.Flush();
        if (_isLoaded && _queue.IsReady)
            Await(_home.Journal.AppendAsync(_queue.Take(_stream, Level)), a => new Appended(a));
    }

    private Subscribed Welcome(Subscribe m, int subscribers) =>
        View.Welcome(m, subscribers, _audience.FanOut);

    private void Leave(IActorRef subscriber)
    {
        FlushAll();
        _usedAt = Now;
        if (_audience.Remove(subscriber)) Context.Parent.Tell(new ChannelVacant(_name, KeepsState: true));
    }

    private void Load()
    {
        if (_isLoaded || _load is not null) return;

        _load = new ChannelLoad(_stream, Remembered, _home);
        ReadOn();
    }

    private void ReadOn() => Await(_home.Journal.ReadAsync(_load!.Next()!), a => new Loaded(a));

    private void Continue(JournalProtocol.Answer answer)
    {
        if (answer is JournalProtocol.Page page)
        {
            _load!.Take(page, _memory, _kind.Journal);
            if (_load.Next() is not null) ReadOn();
            else Begin(_load);
            return;
        }

        // The next request tries again.
        Report(answer);
        _load = null;
        _memory.ForgetHistory();
        _sending.Refuse(_queue.GiveUp());
        _held.Refuse();
    }

    private void Begin(ChannelLoad load)
    {
        (_load, _isLoaded, _order.Offset) = (null, true, load.Last);
        _trimming.Begin(load.First, load.Last, Now);
        while (_held.TryTake(out var next)) Handle(next.Command, next.Sender);
        FlushAll();
    }

    private void Tend()
    {
        FlushAll();
        _memory.Expire(Now);
        var isIdle = IsVacant && Now - _usedAt >= _around.Settings.StoredIdleTimeout;
        if (_isLoaded && _trimming.Next(_order.Offset, OldestKept, Now, isIdle) is { } trim)
            _ = _home.Journal.TrimAsync(trim).AsTask();
        if (isIdle && !_trimming.IsWaiting(OldestKept))
            Context.Parent.Tell(new ChannelVacant(_name, KeepsState: false));
    }

    private void StopOrStay()
    {
        FlushAll();
        if (IsVacant) Context.Stop(Self);
        else Context.Parent.Tell(new ChannelInUse(_name));
    }

    private void Report(JournalProtocol.Answer answer) =>
        Context.GetLogger().Warning("The journal does not serve channel {0}: {1}", _name, answer);

    private void Await(
        ValueTask<JournalProtocol.Answer> answer, Func<JournalProtocol.Answer, object> message) =>
        answer.PipeAnswerTo(Self, _stream, message);
}
