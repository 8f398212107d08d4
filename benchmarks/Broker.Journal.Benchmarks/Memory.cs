namespace Broker.Journal.Benchmarks;

/// <summary>What an idle stream takes, after a restart.</summary>
internal static class Memory
{
    public static async Task RunAsync(string directory, int streams)
    {
        await using (var journal = Bench.Open(directory))
            await Bench.FillAsync(journal, streams, i => $"offer.{i}");

        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using (var journal = Bench.Open(directory))
        {
            var after = GC.GetTotalMemory(forceFullCollection: true);
            var bytes = (after - before) / (double)streams;
            Bench.Row($"memory, {streams:N0} streams", bytes, "bytes per stream", "N1");
        }

        Bench.Empty(directory);
    }
}
