using System.Buffers.Text;

namespace Broker.Gateway.Auction;

/// <summary>
/// A JSON number as a decimal (contracts §5): read from its digits, never through binary floating point, so
/// that nothing is rounded that was not refused.
/// </summary>
internal static class Money
{
    public const decimal Highest = 9_007_199_254_740_992m;
    public const int PlacesMax = 4;

    // Those of 2^53, and the places.
    private const int DigitsMax = 20;

    // No exponent that is further from zero leads to a number within the limits, unless all digits are zero.
    private const int ExponentHighest = 1_000_000;

    /// <summary>
    /// False for a number below zero, over <see cref="Highest"/>, or with more than
    /// <see cref="PlacesMax"/> places that are not zero.
    /// </summary>
    /// <param name="number">As JSON writes it (RFC 8259 §6), which the caller has made sure of.</param>
    /// <param name="value">Without zeros at its end.</param>
    public static bool TryRead(ReadOnlySpan<byte> number, out decimal value)
    {
        value = 0;
        var isNegative = number.StartsWith("-"u8);
        if (isNegative) number = number[1..];

        var exponent = 0;
        if (number.IndexOfAny("eE"u8) is >= 0 and var at)
        {
            if (!TryReadExponent(number[(at + 1)..], out exponent)) exponent = ExponentHighest;
            number = number[..at];
        }
        return TryReadDigits(number, exponent, ref value) && (!isNegative || value == 0);
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        if (text[0] == (byte)'+') text = text[1..];
        return Utf8Parser.TryParse(text, out exponent, out _)
            && exponent is > -ExponentHighest and < ExponentHighest;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> number, int exponent, ref decimal value)
    {
        var point = number.IndexOf((byte)'.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..].TrimEnd((byte)'0');
        whole = whole.TrimStart((byte)'0');
        var places = fraction.Length - exponent;
        if (fraction.IsEmpty)
        {
            var kept = whole.TrimEnd((byte)'0');
            places -= whole.Length - kept.Length;
            whole = kept;
        }
        if (whole.IsEmpty) fraction = fraction.TrimStart((byte)'0');
        if (whole.IsEmpty && fraction.IsEmpty) return true;
        if (places is > PlacesMax or < -DigitsMax || whole.Length + fraction.Length > DigitsMax) return false;

        foreach (var digit in whole) value = (value * 10) + (digit - '0');
        foreach (var digit in fraction) value = (value * 10) + (digit - '0');
        for (; places < 0 && value <= Highest; places++) value *= 10;
        for (; places > 0; places--) value /= 10;
        return value <= Highest;
    }
}
