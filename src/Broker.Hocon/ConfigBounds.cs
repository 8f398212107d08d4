using System.Globalization;

namespace Broker.Hocon;

/// <summary>
/// Getters for values that have bounds, both of them allowed. Outside, the error names the place, the key
/// and the bounds.
/// </summary>
public static class ConfigBounds
{
    public static int GetIntWithin(this Config config, string path, int min, int max) =>
        Within(config, path, config.GetInt(path), min, max, Number);

    public static long GetByteSizeWithin(this Config config, string path, long min, long max) =>
        Within(config, path, config.GetByteSize(path), min, max, Size);

    public static TimeSpan GetTimeSpanWithin(this Config config, string path, TimeSpan min, TimeSpan max) =>
        Within(config, path, config.GetTimeSpan(path), min, max, Duration);

    private static T Within<T>(Config config, string path, T value, T min, T max, Func<T, string> show)
        where T : IComparable<T> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? value
            : throw config.Error(path, $"'{config.GetString(path)}' is not from {show(min)} to {show(max)}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes switch
    {
        > 0 when bytes % (1 << 30) == 0 => $"{bytes >> 30} GiB",
        > 0 when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        > 0 when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    private static string Duration(TimeSpan value) => value.Ticks switch
    {
        0 => "0 s",
        var t when t % TimeSpan.TicksPerDay == 0 => $"{t / TimeSpan.TicksPerDay} d",
        var t when t % TimeSpan.TicksPerHour == 0 => $"{t / TimeSpan.TicksPerHour} h",
        var t when t % TimeSpan.TicksPerMinute == 0 => $"{t / TimeSpan.TicksPerMinute} m",
        var t when t % TimeSpan.TicksPerSecond == 0 => $"{t / TimeSpan.TicksPerSecond} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds} ms"),
    };
}
