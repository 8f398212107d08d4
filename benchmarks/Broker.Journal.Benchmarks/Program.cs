using System.Globalization;

namespace Broker.Journal.Benchmarks;

/// <summary>
/// Prints one row per figure: <c>Broker.Journal.Benchmarks DIRECTORY [SECONDS] [EVENTS]</c>. The directory
/// is on the disk to measure and is left empty.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var events = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1_000_000;
        var directory = Directory.CreateDirectory(args[0]).FullName;

        Console.WriteLine("| journal | figure | unit |");
        Console.WriteLine("| --- | ---: | --- |");
        await Appending.RunAsync(directory, TimeSpan.FromSeconds(seconds));
        await Reading.RunAsync(directory, events);
        await Memory.RunAsync(directory, events);
    }
}
