using System.Diagnostics;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Benchmarks;

/// <summary>What a start and the load of a long stream take.</summary>
internal static class Reading
{
    private const int LongStream = 100_000;

    public static async Task RunAsync(string directory, int events)
    {
        // One stream is long: every tenth event is its own, until it has enough.
        await using (var journal = Bench.Open(directory))
            await Bench.FillAsync(journal, events, i => i % 10 == 0 ? "offer.long" : $"offer.{i % 9_999}");

        var watch = Stopwatch.StartNew();
        await using (var journal = Bench.Open(directory))
        {
            Bench.Row($"open, {events:N0} events", watch.Elapsed.TotalSeconds, "seconds", "N2");
            await ReadAsync(journal, "offer.long", "read 100,000 events, one in ten");
            await FollowAsync(journal, events);
        }

        Bench.Empty(directory);
        await using (var journal = Bench.Open(directory))
        {
            await Bench.FillAsync(journal, LongStream, _ => "offer.long");
            await ReadAsync(journal, "offer.long", "read 100,000 events, side by side");
        }

        Bench.Empty(directory);
    }

    private static async Task ReadAsync(FileJournal journal, string stream, string name)
    {
        var (best, bestProcessor) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var page = (Page)await journal.ReadAsync(new Read(StreamName.Parse(stream), 1, LongStream));
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            bestProcessor = Math.Min(
                bestProcessor, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
            if (page.Events.Count != LongStream) throw new InvalidOperationException($"{page.Events.Count}");
        }

        Bench.Row(name, best, "milliseconds");
        Bench.Row($"{name}, of a processor", bestProcessor, "milliseconds");
    }

    private static async Task FollowAsync(FileJournal journal, int events)
    {
        var watch = Stopwatch.StartNew();
        var count = 0;
        await foreach (var _ in journal.FollowAsync(0, "offer."))
        {
            if (++count == events) break;
        }

        Bench.Row("follow from the beginning", count / watch.Elapsed.TotalSeconds, "events per second");
    }
}
