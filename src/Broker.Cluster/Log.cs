using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Cluster;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "Joins the cluster of {Nodes}")]
    public static partial void Joining(ILogger logger, string nodes);

    [LoggerMessage(5002, LogLevel.Information, "No other node is up: {Node} begins a cluster")]
    public static partial void Forming(ILogger logger, string node);

    [LoggerMessage(5003, LogLevel.Information, "Waits to join: {Reason}")]
    public static partial void WaitingToJoin(ILogger logger, string reason);

    [LoggerMessage(5004, LogLevel.Information, "Holds its lease")]
    public static partial void LeaseHeld(ILogger logger);

    [LoggerMessage(5005, LogLevel.Warning, "Cannot renew its lease: {Cause}")]
    public static partial void RenewalFailed(ILogger logger, string cause);

    [LoggerMessage(5006, LogLevel.Critical, "The other nodes go on without this one: it must start again")]
    public static partial void NodeEnded(ILogger logger);

    [LoggerMessage(5007, LogLevel.Warning, "Cannot ask the database which half goes on: {Cause}")]
    public static partial void ClaimFailed(ILogger logger, string cause);

    [LoggerMessage(5008, LogLevel.Critical, "The region of {Kind} has stopped: the node must start again")]
    public static partial void RegionStopped(ILogger logger, string kind);
}
