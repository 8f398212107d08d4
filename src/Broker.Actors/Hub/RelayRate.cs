namespace Broker.Actors.Hub;

/// <summary>
/// How many contents one client may relay now: a bucket that holds a second's worth and fills at that rate.
/// Whole numbers throughout, so that nothing is lost however often it is asked.
/// </summary>
internal sealed class RelayRate
{
    private readonly int _perSecond;
    private readonly TimeProvider _time;
    // In contents times ticks of the clock per second: a full bucket stays below 2^62, since no clock ticks
    // faster than each nanosecond.
    private long _credit;
    private long _at;

    public RelayRate(int perSecond, TimeProvider time)
    {
        (_perSecond, _time, _at) = (perSecond, time, time.GetTimestamp());
        _credit = Full;
    }

    private long Full => _perSecond * _time.TimestampFrequency;

    /// <summary>Takes as many as there are, up to <paramref name="count"/>.</summary>
    public int Take(int count)
    {
        var now = _time.GetTimestamp();
        var elapsed = Math.Clamp(now - _at, 0, _time.TimestampFrequency);
        _at = now;
        _credit = Math.Min(Full, _credit + (elapsed * _perSecond));

        var taken = (int)Math.Min(count, _credit / _time.TimestampFrequency);
        _credit -= taken * _time.TimestampFrequency;
        return taken;
    }
}
