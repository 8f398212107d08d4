using System.Buffers;

namespace Broker.Tcp.Text;

/// <summary>
/// What clients of other protocols begin with. A web page can have a browser send any text to this port, so
/// nothing after such a beginning may be taken for a command (contracts §3).
/// </summary>
internal static class ForeignPreface
{
    /// <summary>Bytes at the end of a line that <see cref="EndsRequestLine"/> looks at.</summary>
    public const int TailLength = 16;

    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;
    /// <summary>Null when more bytes must tell.</summary>
    public static bool? IsTls(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var first)) return null;
        if (first != TlsHandshake) return false;

        return reader.TryRead(out var second) ? second == TlsMajorVersion : null;
    }

    /// <summary>Whether a line is the first of an HTTP request, as far as its end tells.</summary>
    public static bool EndsRequestLine(ReadOnlySpan<byte> tail)
    {
        tail = tail.TrimEnd(" \t\r"u8);
        return tail.EndsWith(" HTTP/1.1"u8)
            || tail.EndsWith(" HTTP/1.0"u8)
            || tail.SequenceEqual("PRI * HTTP/2.0"u8);
    }
}
