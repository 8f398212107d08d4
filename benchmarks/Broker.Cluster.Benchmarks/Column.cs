namespace Broker.Cluster.Benchmarks;

/// <summary>What was measured of one deployment.</summary>
internal sealed class Column(Deployment deployment)
{
    /// <summary>Kinds of channels whose delays are measured.</summary>
    public static readonly string[] Kinds = ["memory", "stored"];

    // The first publications pay for compiling: with the nodes on two cores a quarter of the CPU of the first seconds.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private readonly Dictionary<Case, List<(double PerSecond, double Microseconds)>> _rates = [];
    private readonly Dictionary<string, List<Delays>> _delays = [];

    public string Name => deployment.Name;

    /// <summary>Starts the nodes, measures every row, and kills the nodes.</summary>
    public async Task MeasureAsync(string directory, IEnumerable<Case> rows, TimeSpan time)
    {
        var servers = await deployment.StartAsync(directory);
        try
        {
            foreach (var row in rows.Where(row => row.Connections > 1))
                await Measurement.RunAsync(servers, row, WarmUp);
            foreach (var kind in Kinds)
                _delays.TryAdd(kind, []);
            foreach (var kind in Kinds)
                _delays[kind].Add(await new Latency(servers, $"{kind}.late").MeasureAsync(2 * time));
            foreach (var row in rows)
            {
                _rates.TryAdd(row, []);
                _rates[row].Add(await Measurement.RunAsync(servers, row, time));
            }
        }
        finally
        {
            foreach (var server in servers) server.Dispose();
        }
    }

    public double PerSecond(Case row) => Median(_rates[row].Select(rate => rate.PerSecond));

    public double Microseconds(Case row) => Median(_rates[row].Select(rate => rate.Microseconds));

    public (double, double) Delays(string kind, Func<Delays, (double P50, double P99)> which)
    {
        var pairs = _delays[kind].ConvertAll(delays => which(delays));
        return (Median(pairs.Select(pair => pair.P50)), Median(pairs.Select(pair => pair.P99)));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
