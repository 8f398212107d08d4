using Broker.Hocon;

namespace Broker.Kernel.TestKit;

/// <summary>
/// Time that moves only when a spec says so; everything due is then done on the spec's thread, in order.
/// </summary>
public sealed class TestScheduler(
    Config schedulerConfig, ILoggingAdapter log) : IScheduler, IAdvancedScheduler
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Work, (DateTimeOffset Due, long Sequence)> _work = new();
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private TimeSpan _elapsed;
    private long _lastSequence;

    public DateTimeOffset Now
    {
        get
        {
            lock (_gate) return _start + _elapsed;
        }
    }

    public TimeSpan MonotonicClock => Now - _start;
    public TimeSpan HighResMonotonicClock => MonotonicClock;
    public IAdvancedScheduler Advanced => this;

    internal Config Config { get; } = schedulerConfig;
    internal ILoggingAdapter Log { get; } = log;

    /// <summary>What became due in between is done before this returns.</summary>
    public void Advance(TimeSpan offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        var until = Now + offset;
        while (TakeDue(until) is { } work)
        {
            work.Run();
            if (work.Interval > TimeSpan.Zero && !work.IsCancelled) Add(work, Now + work.Interval);
        }
        lock (_gate) _elapsed = until - _start;
    }

    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < Now) throw new InvalidOperationException("You can't reverse time...");
        Advance(when - Now);
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        ScheduleOnce(delay, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef? sender,
        ICancelable? cancelable) =>
        ScheduleRepeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(new Work(action, TimeSpan.Zero, cancelable), Now + delay);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(new Work(action, interval, cancelable), Now + initialDelay);

    private void Add(Work work, DateTimeOffset due)
    {
        lock (_gate) _work.Enqueue(work, (due, ++_lastSequence));
    }

    private Work? TakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            while (_work.TryPeek(out var work, out var key) && (key.Due <= until || work.IsCancelled))
            {
                _work.Dequeue();
                if (work.IsCancelled) continue;
                if (key.Due > _start + _elapsed) _elapsed = key.Due - _start;
                return work;
            }
            return null;
        }
    }

    private sealed record Work(Action Run, TimeSpan Interval, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable?.IsCancellationRequested == true;
    }
}
