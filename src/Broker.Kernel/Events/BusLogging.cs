namespace Broker.Kernel;

/// <summary>The logging adapter of one source, limited to the system's log level.</summary>
internal sealed class BusLogging(ActorSystem system, string source, Type logClass) : ILoggingAdapter
{
    private readonly LogLevel? _lowest = system.Settings.LogLevel.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => null,
        _ => LogLevel.InfoLevel,
    };

    public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);
    public bool IsInfoEnabled => IsEnabled(LogLevel.InfoLevel);
    public bool IsWarningEnabled => IsEnabled(LogLevel.WarningLevel);
    public bool IsErrorEnabled => IsEnabled(LogLevel.ErrorLevel);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= _lowest;

    public void Log(LogLevel logLevel, Exception? cause, string format)
    {
        if (!IsEnabled(logLevel)) return;

        system.EventStream.Publish(logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, source, logClass, format),
            LogLevel.InfoLevel => new Info(cause, source, logClass, format),
            LogLevel.WarningLevel => new Warning(cause, source, logClass, format),
            _ => (LogEvent)new Error(cause, source, logClass, format),
        });
    }
}
