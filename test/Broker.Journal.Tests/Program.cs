using System.Globalization;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests;

/// <summary>The process that specs kill: it appends for ever and prints what was answered.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var settings = Journals.Settings with { SegmentBytes = 100_000 };
        await using var journal = FileJournal.Open(args[0], settings, _ => { });
        var writers = int.Parse(args[1], CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => AppendAsync(journal, $"s{writer}")));
        return 0;
    }

    private static async Task AppendAsync(FileJournal journal, string stream)
    {
        for (var i = 1; ; i++)
        {
            var stored = await journal.StoreAsync(stream, $"{i}");
            if (i % 10 == 0) await journal.CutAsync(stream, i - 20);
            Console.WriteLine($"{stream} {stored.FirstVersion} {i}");
        }
    }
}
