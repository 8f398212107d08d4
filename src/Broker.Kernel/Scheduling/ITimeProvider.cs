namespace Broker.Kernel;

/// <summary>The system's clock: wall time, and monotonic time since some start.</summary>
public interface ITimeProvider
{
    DateTimeOffset Now { get; }
    TimeSpan MonotonicClock { get; }
    TimeSpan HighResMonotonicClock { get; }
}
