namespace Broker.Kernel;

public interface IAdvancedScheduler : IActionScheduler;
