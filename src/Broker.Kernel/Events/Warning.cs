namespace Broker.Kernel;

/// <summary>Something is off but goes on; a supervisor that resumes a child publishes one.</summary>
public class Warning(Exception? cause, string logSource, Type logClass, object? message)
    : LogEvent(cause, logSource, logClass, message)
{
    public Warning(string logSource, Type logClass, object? message)
        : this(null, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel() => Kernel.LogLevel.WarningLevel;
}
