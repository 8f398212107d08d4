using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Tcp;

/// <summary>Every log message of the hub's gateway, each with its own id.</summary>
internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Debug, "A hub connection was lost: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, string reason);
}
