using Microsoft.Extensions.Logging.Console;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Gateway.Hosting;

/// <summary>The log of the process and of its actor system: one line a message, on standard output.</summary>
internal static class ConsoleLog
{
    /// <param name="lowest">The lowest level of the broker's own lines; it is asked for each.</param>
    public static ILoggingBuilder AddConsoleLog(this ILoggingBuilder logging, Func<LogLevel> lowest)
    {
        logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        // A reader that hangs must not stop requests: what does not fit the queue is counted and dropped.
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        // No line shows a scope, and the one that Kestrel opens would stay with every idle connection.
        logging.Services.Configure<LoggerFilterOptions>(filter => filter.CaptureScopes = false);
        logging.AddFilter("Broker", level => level >= lowest());
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // The launcher reports a start that fails, once and in words.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // With a logger there, the framework would make an Activity for each request, and that would be the
        // parent of the broker's own spans.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // akka.loglevel alone decides what the actor system says.
        logging.AddFilter("Akka", LogLevel.Trace);
        return logging;
    }
}
