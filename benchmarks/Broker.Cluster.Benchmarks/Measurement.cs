using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>
/// One row on running nodes. Every channel has as many subscribers, however many nodes there are; each node has its
/// share, and each subscriber must get all.
/// </summary>
internal static class Measurement
{
    private const int SubscribersOfChannel = 3;

    /// <returns>Messages a second, and microseconds of the nodes' CPU for each; NaN where it is refused.</returns>
    public static async Task<(double PerSecond, double Microseconds)> RunAsync(
        IReadOnlyList<Server> servers, Case row, TimeSpan time)
    {
        var subscribers = new List<Subscriber>();
        foreach (var channel in PublishLoad.ChannelsOf(row.Kind, row.Channels))
            for (var i = 0; i < SubscribersOfChannel; i++)
                subscribers.Add(await Subscriber.ConnectAsync(servers[i % servers.Count].Port, channel));
        try
        {
            var load = new PublishLoad(servers, row.Way, row.Kind, row.Connections, row.Channels);
            var (perSecond, perCpuSecond) = await load.RunAsync(time);
            if (row.Channels == 1)
                foreach (var subscriber in subscribers) await subscriber.HasAsync(load.Answered);
            return (perSecond, 1e6 / perCpuSecond);
        }
        catch (InvalidOperationException exception)
        {
            await Console.Error.WriteLineAsync($"{row}: {exception.Message}");
            return (double.NaN, double.NaN);
        }
        finally
        {
            foreach (var subscriber in subscribers) subscriber.Dispose();
        }
    }
}
