using System.Diagnostics;
using System.Globalization;

namespace Broker.Kernel.Soak;

/// <summary>
/// Starts, watches and ends actors by the million and fails when one end is missed or seen twice, or when
/// memory grows. The argument scales the count.
/// </summary>
internal static class Program
{
    private const int Actors = 10_000_000;
    private const int Steps = 10;
    private const int Families = 4;

    // Slower than the busiest machine, by far: a step that lasts longer has lost a Terminated.
    private const int PerSecondMin = 10_000;
    private static readonly TimeSpan PatienceMin = TimeSpan.FromSeconds(30);

    private static async Task<int> Main(string[] args)
    {
        var scale = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var perFamily = Math.Max(1, (int)(Actors * scale) / Steps / Families);
        var (tally, memory, watch) = (new Tally(), new MemoryTrend(), Stopwatch.StartNew());
        using var system = ActorSystem.Create("soak");
        var families = Enumerable.Range(0, Families)
            .Select(_ => system.ActorOf(Props.Create(() => new Family(tally)))).ToArray();
        for (var step = 1; step <= Steps; step++)
        {
            var isWhole = await Raise(families, perFamily)
                && tally.IsComplete((long)step * perFamily * Families);
            Console.WriteLine($"{watch.Elapsed.TotalSeconds,4:F0} s: {tally}; {memory.Sample()}");
            if (!isWhole) return Fail("an end was lost, doubled or unknown");
        }
        await system.Terminate();
        if (!tally.IsComplete((long)Steps * perFamily * Families)) return Fail($"late: {tally}");
        if (!memory.IsFlat) return Fail($"memory grew from the first to the last third: {memory}");
        var rate = tally.Started / watch.Elapsed.TotalSeconds;
        Console.WriteLine($"soak passed: {tally.Started:N0} actors, {rate:N0} per second, " +
            $"each end seen once by each of two watchers; memory {memory}");
        return 0;
    }

    /// <summary>False when a family is not through in time.</summary>
    private static async Task<bool> Raise(IActorRef[] families, int actors)
    {
        var patience = PatienceMin + TimeSpan.FromSeconds(actors * families.Length / PerSecondMin);
        try
        {
            await Task.WhenAll(families.Select(family =>
                family.Ask<Family.Raised>(new Family.Raise(actors), patience)));
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    private static int Fail(string reason)
    {
        Console.WriteLine($"soak failed: {reason}");
        return 1;
    }
}
