using System.Diagnostics;
using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>Publishes to one channel over and over, and keeps how long each answer took.</summary>
internal sealed class Probe(int port, string channel)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>Milliseconds of each publication, whatever its answer was.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>The longest time in milliseconds without a publication that was accepted.</summary>
    public double LongestGap { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        using var connection = await RawConnection.ConnectAsync(port);
        using var pace = new PeriodicTimer(Pace);
        var accepted = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            var (status, _) = await connection.SendAsync(
                $"POST /publish?channel={channel} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nprobe");
            Milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (status is 204)
            {
                LongestGap = Math.Max(LongestGap, Stopwatch.GetElapsedTime(accepted).TotalMilliseconds);
                accepted = Stopwatch.GetTimestamp();
            }
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
