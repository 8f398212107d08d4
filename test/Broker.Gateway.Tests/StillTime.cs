namespace Broker.Gateway.Tests;

/// <summary>A wall clock that stands still until a spec moves it.</summary>
internal sealed class StillTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private DateTimeOffset _now = Start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
