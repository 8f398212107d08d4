namespace Broker.Actors.Channels;

/// <summary>
/// When a fan-out may follow another. The first publication of a publisher's window starts one, and the rest
/// of the window arrives while it runs; if the next one started at the first of these, all would be half a
/// window from then on. So after a fan-out of several publications there is a pause, an eighth of its length
/// and short in any case.
/// </summary>
internal sealed class FlushPace(TimeSpan pauseMax, TimeProvider time)
{
    private const int Share = 8;
    private static readonly TimeSpan PauseMin = TimeSpan.FromMicroseconds(10);

    private long _began, _ended;
    private TimeSpan _pause;

    /// <summary>True within the pause.</summary>
    public bool IsTooSoon => _pause > TimeSpan.Zero && time.GetElapsedTime(_ended) < _pause;

    /// <summary>A fan-out begins.</summary>
    public void Begin() => _began = time.GetTimestamp();

    /// <summary>It is done.</summary>
    public void End(int publications)
    {
        _ended = time.GetTimestamp();
        var pause = time.GetElapsedTime(_began, _ended) / Share;
        if (pause > pauseMax) pause = pauseMax;
        _pause = publications > 1 && pause >= PauseMin ? pause : TimeSpan.Zero;
    }
}
