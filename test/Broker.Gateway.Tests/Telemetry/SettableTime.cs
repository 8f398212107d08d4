namespace Broker.Gateway.Tests.Telemetry;

/// <summary>A clock that stands still until a spec moves it.</summary>
internal sealed class SettableTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan time) => _ticks += time.Ticks;
}
