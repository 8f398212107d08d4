using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>
/// Many channels with one subscriber each are spread over the nodes, and one node is killed: how long until all
/// that have a subscriber left are served again, and what others notice meanwhile.
/// </summary>
internal sealed class Death(Deployment deployment, int channels)
{
    private const int ChannelsOfOne = 1_000;
    private const int Probes = 60;
    private const int BatchLines = 1_000;
    private const string Mark = "after the death";

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(25);

    public async Task MeasureAsync(string directory)
    {
        var servers = await deployment.StartAsync(directory);
        var clock = Stopwatch.StartNew();
        var listeners = await SubscribeAsync(servers);
        Console.WriteLine($"{channels} channels are there after {clock.Elapsed.TotalSeconds:f1} s.");

        using var stop = new CancellationTokenSource();
        var probes = Enumerable.Range(0, Probes)
            .Select(number => new Probe(servers[1 + (number % (servers.Count - 1))].Port, $"probe.{number}"))
            .ToList();
        var probing = probes.ConvertAll(probe => Task.Run(() => probe.RunAsync(stop.Token)));
        await Task.Delay(Before);
        servers[0].Dispose();
        await Task.Delay(After);
        await stop.CancelAsync();
        await Task.WhenAll(probing);
        Report(probes);

        clock.Restart();
        var (accepted, refused) = await PublishToAllAsync(servers[1]);
        var left = listeners.Where((_, number) => number % servers.Count != 0).ToList();
        var expected = left.Count * ChannelsOfOne;
        while (left.Sum(one => one.Count) < expected && clock.Elapsed < After) await Task.Delay(50);
        Console.WriteLine(
            $"One message to each channel: {accepted} accepted, {refused} refused, {left.Sum(one => one.Count)} of "
            + $"{expected} heard after {clock.Elapsed.TotalSeconds:f1} s.");
        foreach (var one in listeners) one.Dispose();
        foreach (var server in servers.Skip(1)) server.Dispose();
    }

    private async Task<List<ChatListener>> SubscribeAsync(List<Server> servers)
    {
        var listeners = new List<ChatListener>();
        for (var number = 0; number < channels / ChannelsOfOne; number++)
            listeners.Add(await ChatListener.ConnectAsync(
                servers[number % servers.Count].Port, $"listener{number}", [.. ChannelsOf(number)], Mark));
        return listeners;
    }

    private static IEnumerable<string> ChannelsOf(int listener) =>
        Enumerable.Range(listener * ChannelsOfOne, ChannelsOfOne).Select(number => $"one.{number}");

    private static void Report(List<Probe> probes)
    {
        var moved = probes.Where(probe => probe.LongestGap > 1_000).ToList();
        var others = probes.Except(moved).SelectMany(probe => probe.Milliseconds).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{moved.Count} of {Probes} probed channels moved: answered again after at most "
            + $"{moved.Select(probe => probe.LongestGap).DefaultIfEmpty().Max() / 1_000:f1} s. The others: p50 "
            + $"{others[others.Count / 2]:f1} ms, p99 {others[others.Count * 99 / 100]:f1} ms, most "
            + $"{others[^1]:f0} ms."));
    }

    private async Task<(int Accepted, int Refused)> PublishToAllAsync(Server server)
    {
        using var connection = await RawConnection.ConnectAsync(server.Port);
        var (accepted, refused) = (0, 0);
        foreach (var some in Enumerable.Range(0, channels).Chunk(BatchLines))
        {
            var lines = new StringBuilder();
            foreach (var number in some)
                lines.Append(
                    CultureInfo.InvariantCulture, $$"""{"channel":"one.{{number}}","content":"{{Mark}}"}""")
                    .Append('\n');
            var (status, body) = await connection.SendAsync(
                $"POST /publish/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: {lines.Length}\r\n\r\n{lines}");
            if (status is not 200) throw new InvalidOperationException($"{status}");

            using var answer = JsonDocument.Parse(body);
            var count = answer.RootElement.GetProperty("accepted").GetInt32();
            (accepted, refused) = (accepted + count, refused + some.Length - count);
        }
        return (accepted, refused);
    }
}
