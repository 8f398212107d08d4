using System.Buffers;
using System.Text.Unicode;

namespace Broker.Gateway.Text;

/// <summary>
/// Text as the inside of a JSON string (RFC 8259 §7). Only what must be escaped is; all else, emoji too, goes
/// out as the UTF-8 it is.
/// </summary>
internal static class JsonEscaping
{
    // \u00XX: what one control character becomes, and the most that one char of a string can.
    private const int EscapeLengthMax = 6;

    private const string Controls =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f";

    private static readonly SearchValues<char> EscapedChars = SearchValues.Create(Controls + "\"\\");
    private static readonly SearchValues<byte> EscapedBytes =
        SearchValues.Create([.. (Controls + "\"\\").Select(c => (byte)c)]);

    /// <summary>A length that no escaped text of so many chars is over.</summary>
    public static int EscapedLengthMax(int chars) => chars * EscapeLengthMax;

    /// <summary>The exact length of UTF-8 text once it is escaped.</summary>
    public static int EscapedLength(ReadOnlySpan<byte> utf8)
    {
        var length = utf8.Length;
        for (int at; (at = utf8.IndexOfAny(EscapedBytes)) >= 0; utf8 = utf8[(at + 1)..])
            length += ShortFormOf(utf8[at]) == 0 ? EscapeLengthMax - 1 : 1;
        return length;
    }

    /// <summary>Escapes UTF-8 text into <see cref="EscapedLength"/> bytes.</summary>
    /// <returns>Bytes written.</returns>
    public static int Escape(ReadOnlySpan<byte> utf8, Span<byte> destination)
    {
        var written = 0;
        for (int at; (at = utf8.IndexOfAny(EscapedBytes)) >= 0; utf8 = utf8[(at + 1)..])
        {
            utf8[..at].CopyTo(destination[written..]);
            written += at;
            written += WriteEscape(utf8[at], destination[written..]);
        }
        utf8.CopyTo(destination[written..]);
        return written + utf8.Length;
    }

    /// <summary>
    /// Escapes a string into at most <see cref="EscapedLengthMax"/> bytes. A lone surrogate, which has no
    /// UTF-8, becomes U+FFFD.
    /// </summary>
    /// <returns>Bytes written.</returns>
    public static int Escape(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var written = 0;
        for (int at; (at = text.IndexOfAny(EscapedChars)) >= 0; text = text[(at + 1)..])
        {
            written += WriteUtf8(text[..at], destination[written..]);
            written += WriteEscape((byte)text[at], destination[written..]);
        }
        return written + WriteUtf8(text, destination[written..]);
    }

    /// <summary>Writes a string with its quotes.</summary>
    public static void WriteJsonString(this IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        var destination = output.GetSpan(EscapedLengthMax(text.Length) + 1);
        var length = Escape(text, destination);
        destination[length] = (byte)'"';
        output.Advance(length + 1);
    }

    /// <summary>Writes UTF-8 text with its quotes.</summary>
    public static void WriteJsonString(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        var length = EscapedLength(utf8);
        var destination = output.GetSpan(length + 1);
        Escape(utf8, destination);
        destination[length] = (byte)'"';
        output.Advance(length + 1);
    }

    private static int WriteUtf8(ReadOnlySpan<char> text, Span<byte> destination)
    {
        Utf8.FromUtf16(text, destination, out _, out var written);
        return written;
    }

    private static int WriteEscape(byte value, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        destination[1] = ShortFormOf(value);
        if (destination[1] != 0) return 2;

        "u00"u8.CopyTo(destination[1..]);
        destination[4] = "0123456789abcdef"u8[value >> 4];
        destination[5] = "0123456789abcdef"u8[value & 0xF];
        return EscapeLengthMax;
    }

    private static byte ShortFormOf(byte value) => value switch
    {
        (byte)'"' => (byte)'"',
        (byte)'\\' => (byte)'\\',
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        _ => 0,
    };
}
