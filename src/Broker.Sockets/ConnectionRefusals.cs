using System.Net;
using Broker.Actors.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Broker.Sockets;

/// <summary>
/// The connections that are told why they are not served, over all protocols. Each holds a descriptor while
/// it is told, so they are few; the others are cut off at once. Safe from any thread.
/// </summary>
public sealed class ConnectionRefusals(
    BrokerMetrics metrics, TimeProvider time, ILogger<ConnectionRefusals> logger)
{
    /// <summary>How many are told at once.</summary>
    public const int AtOnceMax = 48;

    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly ConnectionLimit _told = new(AtOnceMax);
    private long _logged;

    /// <returns>
    /// False where the connection is to be closed without a word; else <see cref="End"/> must follow.
    /// </returns>
    public bool TryBegin(ConnectionRefusal reason, ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        metrics.Rejections.Add(Reasons.Of(reason));
        Report(reason, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        return _told.TryEnter();
    }

    /// <summary>One was told.</summary>
    public void End() => _told.Leave();

    // A flood of connections must not become one of log lines.
    private void Report(ConnectionRefusal reason, IPAddress? address)
    {
        var (now, logged) = (time.GetTimestamp(), Volatile.Read(ref _logged));
        if (logged != 0 && time.GetElapsedTime(logged, now) < LogInterval) return;
        if (Interlocked.CompareExchange(ref _logged, now, logged) != logged) return;

        if (reason is ConnectionRefusal.AddressFull) Log.AddressFull(logger, address);
        else Log.BrokerFull(logger, address);
    }
}
