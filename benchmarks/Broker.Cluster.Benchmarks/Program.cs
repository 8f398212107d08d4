using System.Globalization;
using Broker.Benchmarks.Kit;

namespace Broker.Cluster.Benchmarks;

/// <summary>
/// Publications over one and more nodes: <c>Broker.Cluster.Benchmarks publish DIRECTORY ROUNDS SECONDS</c> and
/// for each deployment <c>NAME NODES GATEWAY CONFIG POSTGRES</c>. Deployments take turns; figures are medians.
/// A node's death: <c>Broker.Cluster.Benchmarks death DIRECTORY CHANNELS</c> and one deployment.
/// </summary>
internal static class Program
{
    private static readonly Case[] Rows = [.. Case.All];

    private static Task Main(string[] args) => args[0] is "death"
        ? new Death(DeploymentOf(args[3..]), Number(args[2])).MeasureAsync(args[1])
        : MeasureAsync(args[1], Number(args[2]), TimeSpan.FromSeconds(Number(args[3])), args[4..]);

    private static async Task MeasureAsync(string directory, int rounds, TimeSpan time, string[] deployments)
    {
        var columns = deployments.Chunk(5).Select(five => new Column(DeploymentOf(five))).ToList();
        for (var round = 0; round < rounds; round++)
            foreach (var column in columns) await column.MeasureAsync(directory, Rows, time);

        Head("a second", columns);
        foreach (var row in Rows) Print($"{row}", columns, column => Table.Count(column.PerSecond(row)));
        Head("µs of CPU of all nodes for each", columns);
        foreach (var row in Rows) Print($"{row}", columns, column => Tenths(column.Microseconds(row)));
        Head("ms from publish to subscriber at 1,000 a second: p50, p99", columns);
        foreach (var kind in Column.Kinds)
        {
            Print($"{kind}, same node", columns, column => Pair(column.Delays(kind, d => (d.SameP50, d.SameP99))));
            Print($"{kind}, other node", columns, column => Pair(column.Delays(kind, d => (d.OtherP50, d.OtherP99))));
        }
    }

    private static Deployment DeploymentOf(string[] five) =>
        new(five[0], Number(five[1]), five[2], five[3], five[4]);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Head(string what, List<Column> columns)
    {
        Console.WriteLine();
        Console.WriteLine($"| {what} | {string.Join(" | ", columns.Select(column => column.Name))} |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" --: |", columns.Count))}");
    }

    private static void Print(string what, List<Column> columns, Func<Column, string> cell) =>
        Console.WriteLine($"| {what} | {string.Join(" | ", columns.Select(cell))} |");

    private static string Tenths(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Pair((double P50, double P99) delays) => $"{Tenths(delays.P50)}, {Tenths(delays.P99)}";
}
