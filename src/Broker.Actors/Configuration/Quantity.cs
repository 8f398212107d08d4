using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;

namespace Broker.Actors.Configuration;

/// <summary>
/// Sizes and durations in HOCON's units, converted by Akka.NET. Null is what it would take in silence: a
/// number in another notation, and a size over 64 bits.
/// </summary>
internal static partial class Quantity
{
    /// <summary>Null for what is not a size.</summary>
    public static long? Size(object? content)
    {
        var (number, unit) = Split(content);
        if (number is null || number.Contains('.', StringComparison.Ordinal)) return null;

        var factor = Converted(() => Value($"1{unit}").GetByteSize());
        var size = factor * decimal.Parse(number, CultureInfo.InvariantCulture);
        return size <= long.MaxValue ? (long?)size : null;
    }

    /// <summary>Null for what is not a duration.</summary>
    public static TimeSpan? Duration(object? content) => content is "infinite"
        ? Timeout.InfiniteTimeSpan
        : Split(content) is ({ } number, var unit)
            ? Converted<TimeSpan>(() => Value(number + unit).GetTimeSpan())
            : null;

    public static string Show(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Show(long bytes) => bytes switch
    {
        > 0 when bytes % (1 << 30) == 0 => $"{bytes >> 30} GiB",
        > 0 when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        > 0 when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    public static string Show(TimeSpan value) => value.Ticks switch
    {
        0 => "0 s",
        var t when t % TimeSpan.TicksPerDay == 0 => $"{t / TimeSpan.TicksPerDay} d",
        var t when t % TimeSpan.TicksPerHour == 0 => $"{t / TimeSpan.TicksPerHour} h",
        var t when t % TimeSpan.TicksPerMinute == 0 => $"{t / TimeSpan.TicksPerMinute} m",
        var t when t % TimeSpan.TicksPerSecond == 0 => $"{t / TimeSpan.TicksPerSecond} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds} ms"),
    };

    private static (string? Number, string Unit) Split(object? content) =>
        Parts().Match(content as string ?? "") is { Success: true } match
            ? (match.Groups["number"].Value, match.Groups["unit"].Value)
            : (null, "");

    // Akka.NET throws one of these for a unit that it does not know and for what a TimeSpan cannot hold.
    private static T? Converted<T>(Func<T?> convert)
        where T : struct
    {
        try
        {
            return convert();
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static HoconValue Value(string text) => new([new HoconLiteral { Value = text }]);

    [GeneratedRegex("""^(?<number>[0-9]{1,19}(?:\.[0-9]{1,9})?)\s*(?<unit>[A-Za-z]*)\z""")]
    private static partial Regex Parts();
}
