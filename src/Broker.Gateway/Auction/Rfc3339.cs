using System.Globalization;

namespace Broker.Gateway.Auction;

/// <summary>Times as clients write them (RFC 3339 §5.6): with an offset, and any number of places.</summary>
internal static class Rfc3339
{
    private const string WholeSeconds = "yyyy-MM-dd'T'HH:mm:ss";
    private const int WholeLength = 19;
    private const int TicksPlaces = 7;

    /// <summary>False for anything else. What is finer than 100 ns is cut off.</summary>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length <= WholeLength || text[WholeLength - 9] is not ('T' or 't')) return false;

        var whole = $"{text[..10]}T{text[11..WholeLength]}";
        var rest = text.AsSpan(WholeLength);
        if (!TryTakeFraction(ref rest, out var ticks) || !TryReadOffset(rest, out var offset)) return false;
        if (!TryReadWhole(whole, out var local)) return false;

        var utcTicks = local.Ticks + ticks - offset.Ticks;
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadWhole(string text, out DateTime time) => DateTime.TryParseExact(
        text, WholeSeconds, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.') return true;

        rest = rest[1..];
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        if (length <= 0) return false;
        for (var place = 0; place < TicksPlaces; place++)
            ticks = (ticks * 10) + (place < length ? rest[place] - '0' : 0);
        rest = rest[length..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is ['Z' or 'z']) return true;
        if (text is not ['+' or '-', _, _, ':', _, _]) return false;

        var isOffset = TryReadNumber(text[1..3], out var hours) & TryReadNumber(text[4..], out var minutes);
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return isOffset && hours < 24 && minutes < 60;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
