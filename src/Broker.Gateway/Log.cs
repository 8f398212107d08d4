using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Gateway;

/// <summary>Every log message of the gateway, each with its own id.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1, LogLevel.Information, "Broker {Version} ({Environment}) listens on {Addresses}; data in {Data}")]
    public static partial void Listening(
        ILogger logger, string version, string environment, string addresses, string data);

    [LoggerMessage(2, LogLevel.Information, "Draining: {Connections} connections to close")]
    public static partial void Draining(ILogger logger, int connections);

    [LoggerMessage(3, LogLevel.Information, "Drained in {Milliseconds} ms")]
    public static partial void Drained(ILogger logger, double milliseconds);

    [LoggerMessage(4, LogLevel.Warning, "Drain limit reached; the rest is cut off")]
    public static partial void DrainTimedOut(ILogger logger);

    [LoggerMessage(
        5, LogLevel.Warning,
        "A secret of tokens is shorter than {Bytes} bytes: easier to guess than a signature")]
    public static partial void ShortSecret(ILogger logger, int bytes);

    [LoggerMessage(
        6, LogLevel.Warning,
        "Publishing over HTTP is guarded and broker.publish.keys is empty: nobody may publish over HTTP")]
    public static partial void NobodyMayPublish(ILogger logger);

    [LoggerMessage(
        7, LogLevel.Warning,
        "The limit of file descriptors is {Descriptors}, too low for the settings. So "
        + "broker.http.connections-max is {Http}, broker.hub.connections-max {Hub} and "
        + "broker.connection.connections-max {Connections}. "
        + "Raise it (ulimit -n, LimitNOFILE=), or lower them")]
    public static partial void LimitsLowered(
        ILogger logger, int? descriptors, int http, int hub, int connections);

    [LoggerMessage(10, LogLevel.Debug, "A {Protocol} connection was lost: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, string protocol, string reason);

    [LoggerMessage(11, LogLevel.Debug, "Connection {Id} said nothing in time")]
    public static partial void NothingSaid(ILogger logger, string id);

    [LoggerMessage(12, LogLevel.Debug, "The client of {Path} went away before its answer")]
    public static partial void RequestAborted(ILogger logger, string path);

    [LoggerMessage(13, LogLevel.Warning, "The other nodes went on without this one: it starts again")]
    public static partial void StartsAgain(ILogger logger);

    [LoggerMessage(14, LogLevel.Warning, "POST /admin/cluster/drain: this process stops, as by SIGTERM")]
    public static partial void DrainAsked(ILogger logger);

    [LoggerMessage(16, LogLevel.Information, "SIGHUP: the settings were read again; changed: {Keys}")]
    public static partial void Reloaded(ILogger logger, string keys);

    [LoggerMessage(
        17, LogLevel.Warning, "SIGHUP: these settings changed and wait for the next start: {Keys}")]
    public static partial void NeedsRestart(ILogger logger, string keys);

    [LoggerMessage(18, LogLevel.Error, "SIGHUP: nothing changes, because the settings are wrong: {Problem}")]
    public static partial void NotReloaded(ILogger logger, string problem);

    [LoggerMessage(
        15, LogLevel.Warning, "POST /admin/cluster/down: the cluster goes on without {Node}")]
    public static partial void DownAsked(ILogger logger, string node);

    [LoggerMessage(
        80, LogLevel.Warning,
        "The keys of issuer {Issuer} cannot be read; those that are known stay. {Reason}")]
    public static partial void KeySetNotRead(ILogger logger, string issuer, string reason);

    [LoggerMessage(81, LogLevel.Information, "The keys of issuer {Issuer} can be read again")]
    public static partial void KeySetReadAgain(ILogger logger, string issuer);
}
