using System.Buffers;
using System.Globalization;
using System.Text;

namespace Broker.Gateway.Text;

/// <summary>
/// The UTF-8 behind the inside of a JSON string. The framework's reader throws where escapes name half a
/// character; here that is an answer.
/// </summary>
internal static class JsonUnescaping
{
    private const int UnicodeEscapeLength = 6;

    /// <param name="escaped">What stands between the quotes; its escapes are well-formed JSON.</param>
    /// <returns>Null when an escaped surrogate has no partner: that is no text.</returns>
    public static byte[]? Unescape(ReadOnlySpan<byte> escaped)
    {
        // No escape is shorter than what it stands for.
        var scratch = ArrayPool<byte>.Shared.Rent(escaped.Length);
        var text = TryUnescape(escaped, scratch, out var length) ? scratch.AsSpan(0, length).ToArray() : null;
        ArrayPool<byte>.Shared.Return(scratch);
        return text;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> escaped, Span<byte> destination, out int written)
    {
        written = 0;
        for (int at; (at = escaped.IndexOf((byte)'\\')) >= 0;)
        {
            escaped[..at].CopyTo(destination[written..]);
            written += at;
            escaped = escaped[at..];
            if (!TryTakeRune(ref escaped, out var rune)) return false;
            written += rune.EncodeToUtf8(destination[written..]);
        }
        escaped.CopyTo(destination[written..]);
        written += escaped.Length;
        return true;
    }

    private static bool TryTakeRune(ref ReadOnlySpan<byte> escaped, out Rune rune)
    {
        if (escaped[1] != (byte)'u')
        {
            rune = new Rune(CharOf(escaped[1]));
            escaped = escaped[2..];
            return true;
        }

        var unit = TakeUnit(ref escaped);
        if (Rune.TryCreate(unit, out rune)) return true;
        return escaped.StartsWith("\\u"u8) && Rune.TryCreate(unit, TakeUnit(ref escaped), out rune);
    }

    private static char TakeUnit(ref ReadOnlySpan<byte> escaped)
    {
        var unit = ushort.Parse(escaped[2..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier);
        escaped = escaped[UnicodeEscapeLength..];
        return (char)unit;
    }

    private static char CharOf(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)letter,
    };
}
