using System.IO.Compression;

namespace Broker.Gateway.WebSockets.Compression;

/// <summary>Compresses messages for permessage-deflate, each by itself (RFC 7692 §7.2.1).</summary>
internal static class MessageDeflater
{
    // What a flush ends with, and what the receiver puts back (RFC 7692 §7.2.1).
    private const int TailLength = 4;

    /// <summary>
    /// The payload of a frame with RSV1. As no message refers to an earlier one, the same bytes serve every
    /// subscriber that negotiated the extension. May be longer than the input when that does not compress.
    /// </summary>
    public static byte[] Deflate(ReadOnlySpan<byte> payload)
    {
        // An empty write leaves nothing to flush; RFC 7692 §7.2.3.6 has the bytes for it.
        if (payload.IsEmpty) return [0x00];

        using var output = new MemoryStream(capacity: payload.Length / 2 + 64);
        using var deflater = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true);
        deflater.Write(payload);
        deflater.Flush();
        return output.GetBuffer().AsSpan(0, (int)output.Length - TailLength).ToArray();
    }
}
