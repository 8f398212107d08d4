namespace Broker.Kernel;

/// <summary>
/// For actors with timers of their own; the engine sets the property before the constructor runs.
/// </summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}
