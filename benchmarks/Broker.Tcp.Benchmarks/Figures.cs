using System.Globalization;

namespace Broker.Tcp.Benchmarks;

/// <summary>What one run came to.</summary>
/// <param name="Relays">In a second.</param>
/// <param name="Deliveries">In a second.</param>
/// <param name="PerCpu">Deliveries in a second of the server's CPU time, user and system.</param>
internal sealed record Figures(double Relays, double Deliveries, double PerCpu)
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of CPU that a process has taken so far (proc(5), fields 14 and 15).</summary>
    public static double CpuSecondsOf(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Field(11) + Field(12)) / TicksPerSecond;

        double Field(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
    }

    public static Figures MedianOf(IReadOnlyCollection<Figures> rounds) => new(
        Median(rounds.Select(round => round.Relays)),
        Median(rounds.Select(round => round.Deliveries)),
        Median(rounds.Select(round => round.PerCpu)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
