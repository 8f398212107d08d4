namespace Broker.Hocon;

/// <summary>
/// Sizes of HOCON's units format: a number and a unit, bytes without one. <c>kB</c> counts in thousands,
/// <c>K</c>, <c>Ki</c> and <c>KiB</c> in 1024s, and so on upwards; part of a byte is dropped.
/// </summary>
internal static class Sizes
{
    private const string Prefixes = "kmgtpezy";

    private static readonly string[] Decimals =
        ["kilo", "mega", "giga", "tera", "peta", "exa", "zetta", "yotta"];
    private static readonly string[] Binaries =
        ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi", "zebi", "yobi"];

    /// <summary>Null for a text that is no size, or a larger one than a <see cref="long"/> holds.</summary>
    public static long? Parse(string text)
    {
        if (Scalars.Quantity(text) is not var (number, unit) || Factor(unit) is not { } factor) return null;
        return number > long.MaxValue / factor ? null : (long)decimal.Truncate(number * factor);
    }

    private static decimal? Factor(string unit)
    {
        if (unit is "" or "B" or "b" or "byte" or "bytes") return 1;
        if (unit.EndsWith("byte", StringComparison.Ordinal)) return FactorOfName(unit[..^4]);
        if (unit.EndsWith("bytes", StringComparison.Ordinal)) return FactorOfName(unit[..^5]);

        return FactorOfSymbol(unit);
    }

    private static decimal? FactorOfName(string name) =>
        Array.IndexOf(Decimals, name) is >= 0 and var d ? Power(1000, d + 1)
        : Array.IndexOf(Binaries, name) is >= 0 and var b ? Power(1024, b + 1)
        : null;

    // Thousands: kB MB GB … Of 1024: K Ki KiB, and k alone, which java's -Xmx taught everyone.
    private static decimal? FactorOfSymbol(string symbol)
    {
        var power = Prefixes.IndexOf(char.ToLowerInvariant(symbol[0]), StringComparison.Ordinal) + 1;
        if (power == 0) return null;

        var isUpper = char.IsAsciiLetterUpper(symbol[0]);
        return symbol[1..] switch
        {
            "B" when isUpper == power > 1 => Power(1000, power),
            "" => Power(1024, power),
            "i" or "iB" when isUpper => Power(1024, power),
            _ => null,
        };
    }

    private static decimal Power(int factor, int power) => power == 0 ? 1 : factor * Power(factor, power - 1);
}
