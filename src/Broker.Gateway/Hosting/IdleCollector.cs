using Broker.Gateway.Configuration;
using Broker.Sockets;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Gives memory back when many connections have come or gone and it is quiet again. An idle process allocates
/// nothing, so its garbage collector does not run and keeps what they left: 137 MiB after ten thousand
/// connections have closed (docs/performance.md).
/// </summary>
internal sealed class IdleCollector(ConnectionLimit gate, ProcessSettings settings, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var change = new ConnectionChange(settings.CollectAfterConnections);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Only this mode returns the pages. It stops the process for about a millisecond for each
            // thousand connections.
            if (change.IsOver(gate.Inside))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
