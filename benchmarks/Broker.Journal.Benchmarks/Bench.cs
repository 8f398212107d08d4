using System.Globalization;
using Broker.Actors;
using Broker.Actors.Configuration;
using Broker.Actors.Journal;
using Broker.Journal.Postgres;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Benchmarks;

/// <summary>What all benchmarks of the journal use.</summary>
internal static class Bench
{
    private const int PayloadBytes = 100;

    // Many appends in flight, as of many actors.
    private const int InFlight = 256;

    private static readonly byte[] Payload = new byte[PayloadBytes];

    public static JournalSettings Settings { get; } = JournalSettings.From(
        LayeredConfig.Empty.WithReference(typeof(JournalSettings).Assembly).Section("broker.journal"));

    public static Append Append(string stream, Durability level) =>
        new(StreamName.Parse(stream), [new Event(1, Payload)], level);

    public static FileJournal Open(string directory) => FileJournal.Open(
        directory, Settings, incident => throw new InvalidOperationException(incident.ToString()));

    public static PostgresJournal OpenPostgres(string connection) => PostgresJournal.Open(
        Settings with { Postgres = Settings.Postgres with { Connection = connection } },
        incident => throw new InvalidOperationException(incident.ToString()));

    public static async Task StoreAsync(IJournal journal, Append append)
    {
        var answer = await journal.AppendAsync(append);
        if (answer is not Stored) throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>Appends so many events, one at a time for each of many writers.</summary>
    public static Task FillAsync(IJournal journal, int events, Func<int, string> stream)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < events; i = Interlocked.Increment(ref next))
                await StoreAsync(journal, Append(stream(i), Durability.File));
        })));
    }

    public static void Row(string name, double figure, string unit, string format = "N0") =>
        Console.WriteLine($"| {name} | {figure.ToString(format, CultureInfo.InvariantCulture)} | {unit} |");

    public static void Empty(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory)) File.Delete(file);
    }
}
