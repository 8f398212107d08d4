namespace Broker.Kernel;

public class Debug(Exception? cause, string logSource, Type logClass, object? message)
    : LogEvent(cause, logSource, logClass, message)
{
    public Debug(string logSource, Type logClass, object? message)
        : this(null, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel() => Kernel.LogLevel.DebugLevel;
}
