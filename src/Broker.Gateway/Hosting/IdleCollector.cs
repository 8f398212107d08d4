using Broker.Gateway.Configuration;
using Broker.Sockets;

namespace Broker.Gateway.Hosting;

/// <summary>
/// Gives memory back when many connections have come or gone, or a flood is over, and it is quiet again. An
/// idle process allocates nothing, so its garbage collector does not run and keeps what they left: 137 MiB
/// after ten thousand connections have closed (docs/performance.md).
/// </summary>
internal sealed class IdleCollector(ConnectionLimit gate, ProcessSettings settings, TimeProvider time)
    : BackgroundService
{
    private const int TicksPerLook = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ConnectionChange _connections = new(settings.CollectAfterConnections);
    private readonly MemoryGrowth _memory = new(settings.CollectAfterGrowth);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            var isOver = _connections.IsOver(gate.Inside);
            if (tick % TicksPerLook == 0)
                isOver |= _memory.IsOver(Environment.WorkingSet, GC.GetTotalAllocatedBytes());
            if (isOver) Collect();
        }
    }

    // Only this mode returns the pages. It stops the process for about a millisecond for each thousand
    // connections.
    private void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _memory.Settle(Environment.WorkingSet);
    }
}
