namespace Broker.Kernel;

/// <summary>A system's one source of time and of everything that happens later.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    IAdvancedScheduler Advanced { get; }
}
