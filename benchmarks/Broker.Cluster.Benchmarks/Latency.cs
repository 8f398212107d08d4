using System.Diagnostics;
using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>
/// How old a publication at the first node is at a subscriber of the first node, and of the last, at a
/// thousand a second.
/// </summary>
internal sealed class Latency(IReadOnlyList<Server> servers, string channel)
{
    private const int Publishers = 10;
    private const int BodyBytes = 128;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private int _published;

    /// <returns>Percentiles in milliseconds.</returns>
    public async Task<Delays> MeasureAsync(TimeSpan time)
    {
        using var same = await Subscriber.ConnectAsync(servers[0].Port, channel);
        using var other = await Subscriber.ConnectAsync(servers[^1].Port, channel);
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(number => PublishAsync(number, time)));
        await same.HasAsync(_published);
        await other.HasAsync(_published);
        return new Delays(
            same.Percentile(0.5), same.Percentile(0.99), other.Percentile(0.5), other.Percentile(0.99));
    }

    private async Task PublishAsync(int number, TimeSpan time)
    {
        using var connection = await RawConnection.ConnectAsync(servers[0].Port);
        await Task.Delay(Pace * number / Publishers);
        using var pace = new PeriodicTimer(Pace);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            await pace.WaitForNextTickAsync();
            var content = $"{Stopwatch.GetTimestamp()} ".PadRight(BodyBytes, '.');
            await connection.SendAsync(
                $"POST /publish?channel={channel} HTTP/1.1\r\nHost: localhost\r\n"
                + $"Content-Length: {content.Length}\r\n\r\n{content}");
            Interlocked.Increment(ref _published);
        }
    }
}
