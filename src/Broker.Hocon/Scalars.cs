using System.Buffers;
using System.Globalization;

namespace Broker.Hocon;

/// <summary>Texts to booleans and numbers. Each returns null for a text that is something else.</summary>
internal static class Scalars
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static bool? Boolean(string text) => text switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    public static int? Int32(string text) =>
        int.TryParse(text, Whole, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static long? Int64(string text) =>
        long.TryParse(text, Whole, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Finite numbers only: JSON has no others.</summary>
    public static double? Double(string text) =>
        double.TryParse(text, Fraction, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    public static decimal? Decimal(string text) =>
        decimal.TryParse(text, Fraction, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>
    /// Splits <c>1.5 MiB</c> into its number and its unit; the unit may be missing. Not for negatives.
    /// </summary>
    public static (decimal Number, string Unit)? Quantity(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.IndexOfAnyExcept(Digits);
        var number = end < 0 ? trimmed : trimmed[..end];
        var unit = end < 0 ? "" : trimmed[end..].Trim().ToString();
        var isNumber = decimal.TryParse(
            number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        return isNumber ? (value, unit) : null;
    }
}
