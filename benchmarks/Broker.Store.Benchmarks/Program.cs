using System.Globalization;
using Broker.Benchmarks.Kit;

namespace Broker.Store.Benchmarks;

/// <summary>
/// Messages stored a second: <c>Broker.Store.Benchmarks DIRECTORY ROUNDS WAYS GATEWAY=CONFIG…</c>. The
/// directory is on the disk to measure, WAYS are names of <see cref="Way"/> with commas, each gateway is a
/// server's assembly with the file of its settings. Several gateways take turns; ratios are to the last.
/// </summary>
internal static class Program
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    private static async Task Main(string[] args)
    {
        var (directory, rounds) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
        var ways = args[2].Split(',').Select(Enum.Parse<Way>).ToArray();
        var servers = new List<Server>();
        foreach (var one in args[3..].Select(arg => arg.Split('=', 2)))
            servers.Add(await Server.StartAsync(
                one[0],
                Directory.CreateDirectory(Path.Combine(directory, Guid.NewGuid().ToString("n"))).FullName,
                await File.ReadAllTextAsync(one[1])));

        var names = string.Join(" | ", Enumerable.Range(1, servers.Count).Select(number => $"server {number}"));
        Console.WriteLine($"| stored a second (in a CPU-second) | {names} | ratio |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" --: |", servers.Count + 1))}");
        foreach (var way in ways)
            foreach (var connections in (int[])[1, 16, 256])
                foreach (var channels in (int[])[1, 64, 1_000])
                    Print($"{way}, {connections} connections, {channels} channels",
                        await MeasureAsync(servers, way, connections, channels, rounds));
        foreach (var server in servers) server.Dispose();
    }

    private static async Task<List<(double PerSecond, double PerCpuSecond)>> MeasureAsync(
        List<Server> servers, Way way, int connections, int channels, int rounds)
    {
        var results = servers.ConvertAll(_ => new List<(double PerSecond, double PerCpuSecond)>());
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < servers.Count; i++)
                results[i].Add(await new PublishLoad([servers[i]], way, "stored", connections, channels).RunAsync(Time));
        return results.ConvertAll(
            one => (Median(one.Select(result => result.PerSecond)), Median(one.Select(r => r.PerCpuSecond))));
    }

    private static void Print(string what, List<(double PerSecond, double PerCpuSecond)> results)
    {
        var cells = string.Join(" | ", results.Select(
            one => $"{Table.Count(one.PerSecond)} ({Table.Count(one.PerCpuSecond)})"));
        var ratio = results[0].PerSecond / results[^1].PerSecond;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {cells} | {ratio:0.00} |"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
