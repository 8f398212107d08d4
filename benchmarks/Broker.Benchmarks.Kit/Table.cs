using System.Globalization;

namespace Broker.Benchmarks.Kit;

/// <summary>Rows of Markdown on standard output.</summary>
internal static class Table
{
    public static void Head(string what)
    {
        Console.WriteLine();
        Console.WriteLine($"| {what} | figure |");
        Console.WriteLine("| --- | ---: |");
    }

    public static void Row(string what, string figure) => Console.WriteLine($"| {what} | {figure} |");

    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Median, then least and most.</summary>
    public static string Range(IEnumerable<double> values, string unit)
    {
        var sorted = values.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Length / 2]:0.0} {unit} ({sorted[0]:0.0} to {sorted[^1]:0.0})");
    }
}
