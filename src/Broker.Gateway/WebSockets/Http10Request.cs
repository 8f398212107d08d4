using System.Buffers;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// A request of HTTP/1.0 without a length has no body (RFC 9112 §6.3), and proxies send a POST that way.
/// Kestrel answers it with 400 unless it says <c>Content-Length: 0</c>.
/// </summary>
internal static class Http10Request
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>
    /// The request at the start of a connection, with the length that it lacks. Returns null where there is
    /// nothing to add, and for a head that has not arrived whole.
    /// </summary>
    public static ReadOnlySequence<byte>? WithLength(in ReadOnlySequence<byte> input)
    {
        var lineLength = input.FirstSpan.IndexOf(LineEnd);
        if (lineLength < 0 || !LacksLength(input.FirstSpan[..lineLength])) return null;

        var bytes = input.ToArray();
        var headLength = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (headLength < 0 || HasLength(bytes.AsSpan(lineLength, headLength - lineLength))) return null;

        byte[] completed =
            [.. bytes.AsSpan(0, lineLength), .. "\r\nContent-Length: 0"u8, .. bytes.AsSpan(lineLength)];
        return new ReadOnlySequence<byte>(completed);
    }

    private static bool LacksLength(ReadOnlySpan<byte> requestLine) =>
        requestLine.EndsWith(" HTTP/1.0"u8)
        && (requestLine.StartsWith("POST "u8) || requestLine.StartsWith("PUT "u8));

    private static bool HasLength(ReadOnlySpan<byte> fields)
    {
        foreach (var range in fields.Split(LineEnd))
        {
            var field = fields[range];
            var name = field[..Math.Max(0, field.IndexOf((byte)':'))];
            if (System.Text.Ascii.EqualsIgnoreCase(name, "Content-Length"u8)
                || System.Text.Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8)) return true;
        }
        return false;
    }
}
