using System.Text;

namespace Broker.Hocon;

/// <summary>Bytes to text: a size limit, UTF-8 or an error, a byte order mark dropped.</summary>
internal static class SourceText
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a stream; <paramref name="name"/> is what errors call it.</summary>
    public static string Read(Stream stream, string name)
    {
        var bytes = new byte[Limits.InputMax + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > Limits.InputMax) throw TooLong(name);

        return Decode(bytes.AsSpan(0, length), name);
    }

    /// <summary>A text that is in memory already, held to the same limit.</summary>
    public static string Check(string text, string name)
    {
        if (text.Length > Limits.InputMax) throw TooLong(name);
        return text.StartsWith('\ufeff') ? text[1..] : text;
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.StartsWith("\ufeff"u8)) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Max(0, e.Index)];
            var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
            var (lines, columns) = (before.Count((byte)'\n'), Encoding.UTF8.GetCharCount(line));
            var origin = new ConfigOrigin(name, lines + 1, columns + 1);
            throw new ConfigurationException(origin, "these bytes are not UTF-8");
        }
    }

    private static ConfigurationException TooLong(string name) =>
        new(new ConfigOrigin(name, 0, 0), $"is larger than {Limits.InputMax} bytes");
}
