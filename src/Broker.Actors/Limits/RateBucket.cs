namespace Broker.Actors.Limits;

/// <summary>
/// What is left of a rule for one key (a token bucket). All it remembers is when it is full again. Times are
/// by one clock that never goes back.
/// </summary>
internal sealed class RateBucket(RateRule rule)
{
    private TimeSpan _fullAt;

    /// <summary>How long it takes until all is there again.</summary>
    public TimeSpan LackAt(TimeSpan now) => _fullAt > now ? _fullAt - now : TimeSpan.Zero;

    public int LeftAt(TimeSpan now) => rule.CountIn(rule.Window - LackAt(now));

    /// <summary>How long to wait for so many.</summary>
    public TimeSpan WaitFor(int count, TimeSpan now)
    {
        var wait = LackAt(now) + rule.TimeOf(count) - rule.Window;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <returns>Null when they are taken, else how long to wait for them.</returns>
    public TimeSpan? TryTake(int count, TimeSpan now)
    {
        var wait = WaitFor(count, now);
        if (wait > TimeSpan.Zero) return wait;

        _fullAt = now + LackAt(now) + rule.TimeOf(count);
        return null;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(int count) => _fullAt -= rule.TimeOf(count);

    /// <summary>At least so much is gone: others have taken it.</summary>
    public void Lose(TimeSpan lack, TimeSpan now)
    {
        if (lack > LackAt(now)) _fullAt = now + (lack < rule.Window ? lack : rule.Window);
    }
}
