using System.Diagnostics;

namespace Broker.Cluster.Benchmarks;

/// <summary>One channel on some nodes: how many publications a second, and how late they are.</summary>
internal sealed class Measurement(IReadOnlyList<int> ports, string channel, TimeSpan time)
{
    private const int BodyBytes = 128;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Acknowledged publications a second from so many connections, spread over the nodes, each with one in
    /// flight; one subscriber at each node must get them all.
    /// </summary>
    public async Task<double> ThroughputAsync(int connections)
    {
        var subscribers = await SubscribeAsync(ports);
        var publishers = Enumerable.Range(0, connections)
            .Select(number => new Publisher(ports[number % ports.Count], channel)).ToList();
        foreach (var publisher in publishers) await publisher.ConnectAsync();
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(publishers.Select(one => Task.Run(() => PublishAsync(one, start))));
        var rate = counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await AllArriveAsync(subscribers, counts.Sum());
        Dispose([.. publishers, .. subscribers]);
        return rate;
    }

    /// <summary>
    /// How old a publication at the first node is at a subscriber of the first node, and of the last: p50 and
    /// p99, at 200 a second.
    /// </summary>
    public async Task<(double SameP50, double SameP99, double CrossP50, double CrossP99)> LatencyAsync()
    {
        var subscribers = await SubscribeAsync([ports[0], ports[^1]]);
        using var publisher = new Publisher(ports[0], channel);
        await publisher.ConnectAsync();
        using var pace = new PeriodicTimer(Pace);
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            await pace.WaitForNextTickAsync();
            if (await publisher.PublishAsync(Content())) count++;
        }
        await AllArriveAsync(subscribers, count);
        var (same, cross) = (subscribers[0], subscribers[1]);
        Dispose([.. subscribers]);
        return (same.Percentile(0.5), same.Percentile(0.99), cross.Percentile(0.5), cross.Percentile(0.99));
    }

    private async Task<List<Subscriber>> SubscribeAsync(IEnumerable<int> at)
    {
        var subscribers = new List<Subscriber>();
        foreach (var port in at)
        {
            subscribers.Add(new Subscriber());
            await subscribers[^1].ConnectAsync(port, channel);
        }
        return subscribers;
    }

    private async Task<int> PublishAsync(Publisher publisher, long start)
    {
        var count = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
            if (await publisher.PublishAsync(Content())) count++;
        return count;
    }

    private static string Content() => $"{Stopwatch.GetTimestamp()} ".PadRight(BodyBytes, '.');

    private static async Task AllArriveAsync(List<Subscriber> subscribers, long count)
    {
        using var pace = new PeriodicTimer(Pace);
        var start = Stopwatch.GetTimestamp();
        while (subscribers.Any(subscriber => subscriber.Count < count))
        {
            await pace.WaitForNextTickAsync();
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(20))
                throw new TimeoutException(
                    $"Of {count} came {string.Join(", ", subscribers.Select(one => one.Count))}.");
        }
    }

    private static void Dispose(List<IDisposable> ends)
    {
        foreach (var end in ends) end.Dispose();
    }
}
