namespace Broker.Actors.Tests;

/// <summary>A wall clock that stands still until a spec moves it.</summary>
internal sealed class VirtualTime : TimeProvider, IDisposable
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly ManualResetEventSlim _open = new(initialState: true);
    private DateTimeOffset _now = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        _open.Wait();
        return _now;
    }

    /// <summary>Whoever asks for the time waits until the spec has arranged what comes behind.</summary>
    public void While(Action arrange)
    {
        _open.Reset();
        arrange();
        _open.Set();
    }

    public void Advance(TimeSpan time) => _now += time;

    public void Dispose() => _open.Dispose();
}
