namespace Broker.Kernel;

/// <summary>An actor failed; a supervisor that restarts or stops a child publishes one.</summary>
public class Error(Exception? cause, string logSource, Type logClass, object? message)
    : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel() => Kernel.LogLevel.ErrorLevel;
}
