using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Persistence;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "The store refuses writes: {Cause}")]
    public static partial void StoreFailing(ILogger logger, string cause);

    [LoggerMessage(3002, LogLevel.Information, "The store takes writes again")]
    public static partial void StoreBack(ILogger logger);

    [LoggerMessage(3003, LogLevel.Warning, "PostgreSQL changed its timeline: generation {Generation} begins")]
    public static partial void GenerationBegins(ILogger logger, string generation);
}
