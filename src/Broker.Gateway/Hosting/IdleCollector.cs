using Broker.Gateway.Startup;
using Broker.Sockets;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Gives memory back when many connections have come or gone and it is quiet again. An idle process allocates
/// nothing, so its garbage collector would not run, and would keep what ten thousand handshakes or ten
/// thousand closed connections have left behind.
/// </summary>
internal sealed class IdleCollector(ConnectionGate gate, ProcessSettings settings, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var change = new ConnectionChange(settings.CollectAfterConnections);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Aggressive is the mode that also returns the pages. It stops the process for about a
            // millisecond for each thousand connections, once for each such change.
            if (change.IsOver(gate.Inside))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
