using Microsoft.Extensions.Logging;
using HostLogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Kernel;

/// <summary>Writes the system's log lines to the host's log, on the thread that publishes them.</summary>
internal sealed class LoggerRef(ActorSystem system, ILoggerFactory loggers) : KernelRef
{
    private static readonly Action<ILogger, string, object?, Exception?>[] Write =
    [
        LoggerMessage.Define<string, object?>(
            HostLogLevel.Debug, new EventId(1, "KernelDebug"), "{Source}: {Text}"),
        LoggerMessage.Define<string, object?>(
            HostLogLevel.Information, new EventId(2, "KernelInfo"), "{Source}: {Text}"),
        LoggerMessage.Define<string, object?>(
            HostLogLevel.Warning, new EventId(3, "KernelWarning"), "{Source}: {Text}"),
        LoggerMessage.Define<string, object?>(
            HostLogLevel.Error, new EventId(4, "KernelError"), "{Source}: {Text}"),
    ];

    public override ActorPath Path { get; } = system.NextTempPath();
    internal override ActorSystem Owner { get; } = system;
    internal override long Uid => 0;

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is not LogEvent line) return;
        var logger = loggers.CreateLogger(line.LogClass.FullName ?? line.LogClass.Name);
        Write[(int)line.LogLevel()](logger, line.LogSource, line.Message, line.Cause);
    }
}
