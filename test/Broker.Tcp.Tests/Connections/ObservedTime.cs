using System.Threading.Channels;

namespace Broker.Tcp.Tests.Connections;

/// <summary>A fake clock that tells the spec when a timer is set.</summary>
internal sealed class ObservedTime() : FakeTimeProvider(SpecTime.Start)
{
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ObservedTimer(
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period), _set.Writer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when the next timer is set, and returns its due time.</summary>
    public async Task<TimeSpan> TimerSetAsync() => await _set.Reader.ReadAsync();

    private sealed class ObservedTimer(ITimer timer, ChannelWriter<TimeSpan> set) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            if (dueTime != Timeout.InfiniteTimeSpan) set.TryWrite(dueTime);
            return isChanged;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
