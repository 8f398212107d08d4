using System.Diagnostics;
using Broker.Actors;
using Broker.Actors.Journal;

namespace Broker.Journal.Benchmarks;

/// <summary>
/// Appends per second at each level, each writer with a stream of its own and one append in flight.
/// </summary>
internal static class Appending
{
    private static readonly int[] Writers = [1, 16, 256];

    public static async Task RunAsync(string directory, TimeSpan duration)
    {
        foreach (var level in Enum.GetValues<Durability>())
        {
            foreach (var writers in Writers)
            {
                await RunAsync(Open(directory, level), level, writers, duration);
                Bench.Empty(directory);
            }
        }
    }

    /// <summary>The same in a PostgreSQL, which knows no level between memory and fsync.</summary>
    public static async Task RunOnPostgresAsync(string connection, TimeSpan duration)
    {
        foreach (var level in new[] { Durability.Memory, Durability.Fsync })
        {
            foreach (var writers in Writers)
                await RunAsync(Bench.OpenPostgres(connection), level, writers, duration);
        }
    }

    private static async Task RunAsync(IJournal journal, Durability level, int writers, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer =>
            Task.Run(() => AppendAsync(journal, $"offer.{writer}", level, watch, duration))));
        var name = level.ToString().ToLowerInvariant();
        var rate = counts.Sum() / watch.Elapsed.TotalSeconds;
        Bench.Row($"append, {name}, {writers} writers", rate, "per second");
        if (journal is FileJournal file)
        {
            var bytes = file.Bytes / (double)counts.Sum();
            Bench.Row($"bytes on disk, {name}, {writers} writers", bytes, "per event", "N1");
        }

        await journal.DisposeAsync();
    }

    // The memory store would be full otherwise; what it trims belongs to the price.
    private static async Task<int> AppendAsync(
        IJournal journal, string stream, Durability level, Stopwatch watch, TimeSpan duration)
    {
        var append = Bench.Append(stream, level);
        var count = 0;
        for (; watch.Elapsed < duration; count++)
        {
            await Bench.StoreAsync(journal, append);
            if (level == Durability.Memory && count % 1_000 == 999)
                await journal.TrimAsync(new JournalProtocol.Trim(append.Stream, count));
        }

        return count;
    }

    private static IJournal Open(string directory, Durability level) =>
        level == Durability.Memory ? new MemoryJournal(Bench.Settings) : Bench.Open(directory);
}
