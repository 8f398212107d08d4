using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Presence;

/// <summary>
/// Speaks for this node to the others, over a store that all of them share. One exchange is under way at a
/// time; what comes meanwhile is the next one, which renews the lease like any other. Where the store is away
/// everybody is answered in time all the same, and what is to be told stays. When the lease has ended the
/// node joins anew under another number, says again all it has, and publishes <see cref="Rejoined"/>. It
/// lives as long as the process and leaves when it ends.
/// </summary>
public sealed class PresenceActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan WaitShortest = TimeSpan.FromMilliseconds(1);

    private readonly IPresenceStore _store;
    private readonly PresenceSettings _settings;
    private readonly NodeLease _lease;
    private readonly TimeProvider _time;
    private readonly PresenceLedger _ledger;
    private readonly PresenceWork _work = new();
    private readonly WaitingLine _line;
    private PresenceExchange? _exchange;
    private long? _node;
    private long _sentAt;
    private long _heldAt;
    private bool _hasJoined;
    private bool _isUnderWay;
    private bool _isAway;
    private bool _mustRenew;
    private bool _awaitsLate;

    public PresenceActor(
        IPresenceStore store, PresenceSettings settings, NodeLease lease, TimeProvider time)
    {
        (_store, _settings, _lease, _time) = (store, settings, lease, time);
        _ledger = new PresenceLedger(InTicks(settings.Lease));
        _line = new WaitingLine(settings.WaitingMax, WithoutStore);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsPausing => Timers.IsTimerActive(Retry.Instance);

    public static Props PropsFor(
        IPresenceStore store, PresenceSettings settings, NodeLease lease, TimeProvider time) =>
        Props.Create(() => new PresenceActor(store, settings, lease, time));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Report m: Take(m); break;
            case Claim m: _work.Claim(new(m.Area, m.Key), Wait(m)); Pump(); break;
            case ListKeys or FindKeys or UseToken: _work.Ask(Wait(message)); Pump(); break;
            case Joined m: Begin(m.Node); break;
            case Exchanged { Outcome: { } outcome }: Settle(outcome); break;
            case Exchanged: JoinAnew(); break;
            case StoreFailed m: Fail(m.Cause); break;
            case Renew: _mustRenew = true; CheckLease(); Pump(); break;
            case EndLate: EndLateWaits(); break;
            case Retry: Pump(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart()
    {
        _lease.Holds = false;
        Timers.StartPeriodicTimer(Renew.Instance, Renew.Instance, _settings.RenewInterval);
        Pump();
    }

    // The store waits for it when it is closed; if it fails, the lease ends by itself.
    protected override void PostStop()
    {
        _lease.Holds = false;
        if (_node is { } node) _store.LeaveAsync(node);
    }

    private void Take(Report report)
    {
        var key = new PresenceKey(report.Area, report.Key);
        _ledger.Set(key, report.Count);
        _work.DropReclaim(key);
        _work.Report(key, report.Count, Wait(report));
        Pump();
    }

    private PresenceWait Wait(object question)
    {
        var wait = _line.Add(question, Sender, _time.GetTimestamp());
        AwaitLate();
        return wait;
    }

    private void Begin(long node)
    {
        (_node, _heldAt, _isUnderWay) = (node, _sentAt, false);
        SeeStore();
        if (_hasJoined)
        {
            foreach (var (key, count) in _ledger.Counts) _work.PutBack(key, count, null);
            foreach (var key in _ledger.Claims) _work.Claim(key, wait: null);
            Context.GetLogger().Warning("The lease of this node had ended; it is node {0} now", node);
            Context.System.EventStream.Publish(Rejoined.Instance);
        }
        _hasJoined = true;
        Pump();
    }

    private void Settle(PresenceOutcome outcome)
    {
        _heldAt = _sentAt;
        SeeStore();
        EndExchange().Settle(outcome, _ledger, _work, _sentAt);
        _line.AnswerSettled();
        Pump();
    }

    private void JoinAnew()
    {
        _node = null;
        _lease.Holds = false;
        EndExchange().PutBack(isDoubtful: false, _ledger, _work);
        Pump();
    }

    private void Fail(Exception cause)
    {
        if (!_isAway) Context.GetLogger().Warning(cause, "Other nodes cannot be reached: {0}", cause.Message);
        _isAway = true;
        if (_node is null) _isUnderWay = false;
        else EndExchange().PutBack(isDoubtful: true, _ledger, _work);
        _line.AnswerSettled();
        CheckLease();
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, _settings.RetryInterval);
    }

    private void SeeStore()
    {
        _lease.Holds = true;
        if (_isAway) Context.GetLogger().Info("Other nodes can be reached again");
        _isAway = false;
    }

    private PresenceExchange EndExchange()
    {
        var exchange = _exchange!;
        (_exchange, _isUnderWay) = (null, false);
        return exchange;
    }

    private void Pump()
    {
        if (_isUnderWay || IsPausing) return;
        if (_node is null) Join();
        else if (_mustRenew || !_work.IsEmpty) Exchange(_node.Value);
    }

    private void Join()
    {
        (_isUnderWay, _sentAt) = (true, _time.GetTimestamp());
        _store.JoinAsync().PipeTo(
            Self, success: node => new Joined(node), failure: cause => new StoreFailed(cause));
    }

    private void Exchange(long node)
    {
        (_isUnderWay, _mustRenew, _sentAt) = (true, false, _time.GetTimestamp());
        _exchange = _work.Take(_settings.BatchKeysMax);
        _line.AnswerSettled();
        _store.ExchangeAsync(node, _exchange.ToBatch()).PipeTo(
            Self, success: outcome => new Exchanged(outcome), failure: cause => new StoreFailed(cause));
    }

    // By this clock: the store's decides, but cannot be asked.
    private void CheckLease()
    {
        if (_time.GetElapsedTime(_heldAt) >= _settings.Lease) _lease.Holds = false;
    }

    private void EndLateWaits()
    {
        _awaitsLate = false;
        _line.Expire(_time.GetTimestamp() - InTicks(_settings.AnswerWithin));
        AwaitLate();
    }

    private void AwaitLate()
    {
        if (_awaitsLate || _line.Oldest is not { } oldest) return;

        _awaitsLate = true;
        var left = _settings.AnswerWithin - _time.GetElapsedTime(oldest);
        if (left < WaitShortest) left = WaitShortest;
        Timers.StartSingleTimer(EndLate.Instance, EndLate.Instance, left);
    }

    private object WithoutStore(object question) => question switch
    {
        Report m => new Reported(
            m.Area, m.Key, _ledger.LastHeard(new(m.Area, m.Key), _time.GetTimestamp())),
        Claim m => new Unclaimed(m.Area, m.Key),
        UseToken => new TokenRefused(TokenRefusal.Unavailable),
        _ => Unavailable.Instance,
    };

    private long InTicks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
