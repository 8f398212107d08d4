namespace Broker.Hocon;

/// <summary>
/// Durations of HOCON's units format: a number and a unit, milliseconds without one. They are never
/// negative, so that <c>infinite</c> (<see cref="Timeout.InfiniteTimeSpan"/>, which is) cannot be meant by
/// accident.
/// </summary>
internal static class Durations
{
    /// <summary>
    /// Null for a text that is no duration, or a longer one than a <see cref="TimeSpan"/> holds.
    /// </summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "infinite") return Timeout.InfiniteTimeSpan;
        if (Scalars.Quantity(text) is not var (number, unit) || Ticks(unit) is not { } ticks) return null;
        if (number > TimeSpan.MaxValue.Ticks / ticks) return null;

        return new TimeSpan((long)decimal.Round(number * ticks, MidpointRounding.AwayFromZero));
    }

    private static decimal? Ticks(string unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 1m / TimeSpan.NanosecondsPerTick,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => null,
    };
}
