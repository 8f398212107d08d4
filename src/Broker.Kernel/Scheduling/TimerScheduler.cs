namespace Broker.Kernel;

/// <summary>Timers of one incarnation; its map is made with the first timer.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private Dictionary<object, (int Generation, bool Repeats, ICancelable Task)>? _timers;
    private int _lastGeneration;

    public IReadOnlyCollection<object> ActiveTimers => _timers is null ? [] : _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        Start(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef? sender) =>
        Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(
        object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef? sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        Start(key, msg, timeout, null, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef? sender) =>
        Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers?.ContainsKey(key) == true;

    public void Cancel(object key)
    {
        if (_timers is not null && _timers.Remove(key, out var timer)) timer.Task.Cancel();
    }

    public void CancelAll()
    {
        if (_timers is null) return;
        foreach (var timer in _timers.Values) timer.Task.Cancel();
        _timers.Clear();
    }

    /// <summary>
    /// Whether a tick from the mailbox is still wanted: of this incarnation and this start of the timer.
    /// </summary>
    public bool Accept(TimerTick tick, ActorBase actor)
    {
        if (actor is not IWithTimers { Timers: var current } || !ReferenceEquals(current, this)) return false;
        if (_timers?.TryGetValue(tick.Key, out var timer) != true) return false;
        if (timer.Generation != tick.Generation) return false;
        if (!timer.Repeats) _timers.Remove(tick.Key);
        return true;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        Cancel(key);
        var tick = new TimerTick(this, key, ++_lastGeneration, message);
        var scheduler = cell.System.Scheduler;
        var task = interval is { } period
            ? scheduler.ScheduleTellRepeatedlyCancelable(delay, period, cell, tick, sender)
            : scheduler.ScheduleTellOnceCancelable(delay, cell, tick, sender);
        (_timers ??= [])[key] = (tick.Generation, interval is not null, task);
    }
}
