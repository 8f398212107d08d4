namespace Broker.Kernel;

/// <summary>The scheduler of a system that was not given another one, over the system's clock.</summary>
internal sealed class DefaultScheduler(TimerQueue queue, TimeProvider time) : IScheduler, IAdvancedScheduler
{
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Now => time.GetUtcNow();
    public TimeSpan MonotonicClock => time.GetElapsedTime(_start);
    public TimeSpan HighResMonotonicClock => time.GetElapsedTime(_start);
    public IAdvancedScheduler Advanced => this;

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new TellEntry(receiver, message, sender), delay, cancelable);

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
        Add(
            new TellEntry(receiver, message, sender) { Interval = Positive(interval) },
            initialDelay,
            cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(new ActionEntry(action), delay, cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(new ActionEntry(action) { Interval = Positive(interval) }, initialDelay, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    private static TimeSpan Positive(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return interval;
    }

    private void Add(TimerEntry entry, TimeSpan delay, ICancelable? cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        switch (cancelable)
        {
            case Cancelable own when !own.Attach(entry): return;
            case null or Cancelable: break;
            case { IsCancellationRequested: true }: return;
            default: cancelable.Token.Register(entry.Cancel); break;
        }
        queue.Add(entry, delay);
    }
}
