using System.Net;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Sockets;

/// <summary>Every log message of what the gateways share, each with its own id.</summary>
internal static partial class Log
{
    [LoggerMessage(
        60, LogLevel.Warning,
        "New connections are refused, one from {Address} now: connections-max of their protocol is reached")]
    public static partial void BrokerFull(ILogger logger, IPAddress? address);

    [LoggerMessage(
        61, LogLevel.Warning,
        "New connections are refused, one from {Address} now: it has as many as "
        + "broker.process.connections-per-address-max; a proxy belongs into broker.http.trusted-proxies")]
    public static partial void AddressFull(ILogger logger, IPAddress? address);
}
