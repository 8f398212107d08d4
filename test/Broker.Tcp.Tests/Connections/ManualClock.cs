using System.Threading.Channels;

namespace Broker.Tcp.Tests.Connections;

/// <summary>A clock that stands still until the spec moves it; the spec hears when a timer is set.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();
    private readonly List<ManualTimer> _timers = [];
    private readonly Lock _gate = new();
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(callback, state, this);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when the next timer is set, to that time from then.</summary>
    public async Task<TimeSpan> TimerSetAsync() => await _set.Reader.ReadAsync();

    public void Advance(TimeSpan by)
    {
        Volatile.Write(ref _now, _now + by.Ticks);
        ManualTimer[] timers;
        lock (_gate) timers = [.. _timers];
        foreach (var timer in timers) timer.FireIfDue();
    }

    private sealed class ManualTimer(TimerCallback callback, object? state, ManualClock clock) : ITimer
    {
        private long _due = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero)
            {
                Volatile.Write(ref _due, long.MaxValue);
                return true;
            }
            Volatile.Write(ref _due, clock.GetTimestamp() + dueTime.Ticks);
            return clock._set.Writer.TryWrite(dueTime);
        }

        public void FireIfDue()
        {
            if (Volatile.Read(ref _due) > clock.GetTimestamp()) return;

            Volatile.Write(ref _due, long.MaxValue);
            callback(state);
        }

        public void Dispose() => Volatile.Write(ref _due, long.MaxValue);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
