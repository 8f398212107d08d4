namespace Broker.Kernel;

/// <summary>A line for the log, on the event stream: whoever wants to write it down subscribes.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    private protected LogEvent(Exception? cause, string logSource, Type logClass, object? message) =>
        (Cause, LogSource, LogClass, Message) = (cause, logSource, logClass, message);

    public Exception? Cause { get; }

    public DateTime Timestamp { get; } = DateTime.UtcNow;

    /// <summary>Path of the actor it is about, or the name of another part.</summary>
    public string LogSource { get; }

    public Type LogClass { get; }

    public object? Message { get; }

    public abstract LogLevel LogLevel();

    public override string ToString() => Cause is null
        ? $"[{LogLevel()}][{Timestamp:O}][{LogSource}] {Message}"
        : $"[{LogLevel()}][{Timestamp:O}][{LogSource}] {Message}{Environment.NewLine}Cause: {Cause}";
}
