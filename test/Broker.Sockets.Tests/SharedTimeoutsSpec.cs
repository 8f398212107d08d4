namespace Broker.Sockets.Tests;

public class SharedTimeoutsSpec
{
    private readonly ManualClock _clock = new();
    private readonly SharedTimeouts _timeouts;

    public SharedTimeoutsSpec() => _timeouts = new SharedTimeouts(TimeSpan.FromSeconds(10), _clock);

    [Fact]
    public void Those_who_ask_at_about_the_same_time_share_one_token()
    {
        var first = _timeouts.Token;
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(first, _timeouts.Token);

        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.NotEqual(first, _timeouts.Token);
    }

    [Fact]
    public void A_token_is_cancelled_after_the_timeout_and_at_most_a_slot_later()
    {
        var token = _timeouts.Token;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(token.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromMilliseconds(501));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void The_end_cancels_every_token_at_once_also_those_of_later()
    {
        var first = _timeouts.Token;
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = _timeouts.Token;
        Assert.False(_timeouts.HasEnded);
        _timeouts.End();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.All([first, second, _timeouts.Token], token => Assert.True(token.IsCancellationRequested));
        Assert.True(_timeouts.HasEnded);
    }

    /// <summary>A clock whose timers fire when the spec says so.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private readonly List<ManualTimer> _timers = [];
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(callback, state, this);
            timer.Change(dueTime, period);
            _timers.Add(timer);
            return timer;
        }

        public void Advance(TimeSpan by)
        {
            _now += by;
            foreach (var timer in _timers.ToArray()) timer.FireIfDue(_now);
        }

        private sealed class ManualTimer(TimerCallback callback, object? state, ManualClock clock) : ITimer
        {
            private TimeSpan? _due;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                _due = dueTime < TimeSpan.Zero ? null : clock._now + dueTime;
                return true;
            }

            public void FireIfDue(TimeSpan now)
            {
                if (!(_due <= now)) return;

                _due = null;
                callback(state);
            }

            public void Dispose() => _due = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
