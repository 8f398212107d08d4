using System.Globalization;

namespace Broker.Tcp.Benchmarks;

/// <summary>
/// Prints a table of medians: <c>Broker.Tcp.Benchmarks HUB_PORT HUB_PID [NATS_PORT NATS_PID [ROUNDS
/// [SECONDS]]]</c>. The rounds of both servers take turns.
/// </summary>
internal static class Program
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    private static void Main(string[] args)
    {
        var numbers = Array.ConvertAll(args, arg => int.Parse(arg, CultureInfo.InvariantCulture));
        List<IPeer> peers = [new HubPeer(numbers[0], numbers[1])];
        if (numbers.Length > 3) peers.Add(new NatsPeer(numbers[2], numbers[3]));
        var rounds = numbers.Length > 4 ? numbers[4] : 3;
        var time = TimeSpan.FromSeconds(numbers.Length > 5 ? numbers[5] : 5);

        Console.WriteLine(
            "| | server | relays/s | deliveries/s | GB/s | deliveries per CPU-second | × nats |");
        Console.WriteLine("| --- | --- | --: | --: | --: | --: | --: |");
        foreach (var scenario in Scenario.All)
        {
            var figures = peers.ConvertAll(_ => new List<Figures>());
            for (var round = 0; round < rounds; round++)
                for (var i = 0; i < peers.Count; i++) figures[i].Add(Measure(scenario, peers[i], time));
            Print(scenario, peers, figures.ConvertAll(Figures.MedianOf));
        }
    }

    private static Figures Measure(Scenario scenario, IPeer peer, TimeSpan time)
    {
        using var run = new Run(scenario, peer);
        var figures = run.Measure(WarmUp, time);
        Console.Error.WriteLine($"{scenario.Name}, {peer.Name}: {figures}");
        return figures;
    }

    private static void Print(Scenario scenario, List<IPeer> peers, List<Figures> medians)
    {
        for (var i = 0; i < peers.Count; i++)
        {
            var (relays, deliveries, perCpu) = medians[i];
            var gigabytes = deliveries * scenario.BodyBytes / 1e9;
            var ratio = peers.Count > 1 ? perCpu / medians[^1].PerCpu : double.NaN;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {scenario.Name} | {peers[i].Name} | {relays:N0} | {deliveries:N0} | {gigabytes:N2} "
                + $"| {perCpu:N0} | {ratio:N2} |"));
        }
    }
}
