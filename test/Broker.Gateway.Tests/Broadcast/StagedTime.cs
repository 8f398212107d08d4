namespace Broker.Gateway.Tests.Broadcast;

/// <summary>A clock that stands still, and whose timers fire when the spec says so.</summary>
internal sealed class StagedTime : TimeProvider
{
    private readonly List<Action> _timers = [];
    private long _timestamp;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override long GetTimestamp() => _timestamp;

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add(() => callback(state));
        return new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Who asks for a time limit from now on gets a new one.</summary>
    public void BeginNext() => _timestamp += TimestampFrequency;

    public void ExpireFirst() => _timers[0]();

    public void ExpireAll()
    {
        foreach (var timer in _timers.ToArray()) timer();
    }
}
