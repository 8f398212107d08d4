using System.Globalization;

namespace Broker.Journal.Benchmarks;

/// <summary>
/// Prints one row per figure: <c>Broker.Journal.Benchmarks DIRECTORY [SECONDS] [EVENTS]</c>. The directory
/// is on the disk to measure and is left empty. With a connection string (<c>Host=…</c>) in its place appends
/// are measured in that database.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var events = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1_000_000;
        var isPostgres = args[0].StartsWith("Host=", StringComparison.OrdinalIgnoreCase);

        Console.WriteLine($"| journal{(isPostgres ? " in PostgreSQL" : "")} | figure | unit |");
        Console.WriteLine("| --- | ---: | --- |");
        if (isPostgres)
        {
            await Appending.RunOnPostgresAsync(args[0], TimeSpan.FromSeconds(seconds));
            return;
        }

        var directory = Directory.CreateDirectory(args[0]).FullName;
        await Appending.RunAsync(directory, TimeSpan.FromSeconds(seconds));
        await Reading.RunAsync(directory, events);
        await Memory.RunAsync(directory, events);
    }
}
