using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Broker.Gateway.PlainRequests;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// Recognises a plain <c>POST /publish</c>, by <see cref="PlainHeadReader"/>'s rules: one whose body has a
/// length, which asks for nothing but the usual answer, and which no web page of another host has sent.
/// </summary>
internal static class PublishParser
{
    /// <summary>
    /// Longest body that is taken here. What is longer costs more to move than HTTP does, and would not fit
    /// the transport's buffer as a whole.
    /// </summary>
    public const int BodyBytesMax = 64 * 1024;

    private const int LengthDigitsMax = 7;

    // What belongs to a handshake is HTTP's to judge, and so is what a web page may do.
    private static readonly uint Known = ~PlainHeaders.SetOf(
        PlainHeader.Upgrade,
        PlainHeader.Key,
        PlainHeader.Version,
        PlainHeader.Extensions,
        PlainHeader.Origin);

    private static ReadOnlySpan<byte> Path => "/publish"u8;

    /// <summary>
    /// Looks at <paramref name="input"/> from its beginning and consumes nothing. The request is set when the
    /// answer is <see cref="PlainOutcome.Plain"/>; its body may still be on its way.
    /// </summary>
    public static PlainOutcome TryParse(scoped in ReadOnlySequence<byte> input, out PublishRequest request)
    {
        request = default;
        var outcome = PlainHeadReader.TryRead(input, "POST /publish"u8, Known, out var head);
        if (outcome != PlainOutcome.Plain) return outcome;
        if (!head.Path.SequenceEqual(Path)
            || !IsKeepAlive(head[PlainHeader.Connection])
            || !TryReadLength(head[PlainHeader.ContentLength], out var bodyLength))
            return PlainOutcome.NotPlain;

        request = new PublishRequest
        {
            HeadLength = head.Bytes.Length,
            BodyLength = bodyLength,
            Query = head.Query,
        };
        return PlainOutcome.Plain;
    }

    private static bool IsKeepAlive(ReadOnlySpan<byte> connection) =>
        connection.IsEmpty || Ascii.EqualsIgnoreCase(connection, "keep-alive"u8);

    // RFC 9110 §8.6: digits. Without the header a body would have to be chunked.
    private static bool TryReadLength(ReadOnlySpan<byte> digits, out int length)
    {
        length = 0;
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && digits.Length is > 0 and <= LengthDigitsMax
            && Utf8Parser.TryParse(digits, out length, out _)
            && length <= BodyBytesMax;
    }
}
