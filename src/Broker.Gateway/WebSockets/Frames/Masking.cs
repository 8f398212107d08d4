using System.Buffers.Binary;
using System.Numerics;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>The masking transformation of RFC 6455 §5.3, which is its own inverse.</summary>
internal static class Masking
{
    /// <summary>
    /// Copies <paramref name="source"/> and XORs it on the way. The key's lowest byte applies to the first
    /// byte; the answer is the key turned for the byte that follows. Source and destination may be the same
    /// memory.
    /// </summary>
    public static uint Apply(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
    {
        // Both loops advance by multiples of four, so the key's phase is still right for the next one.
        var at = 0;
        if (Vector.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            var mask = Vector.AsVectorByte(new Vector<uint>(key));
            for (; at <= source.Length - Vector<byte>.Count; at += Vector<byte>.Count)
                (new Vector<byte>(source[at..]) ^ mask).CopyTo(destination[at..]);
        }

        for (; at <= source.Length - sizeof(uint); at += sizeof(uint))
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], word ^ key);
        }

        for (; at < source.Length; at++) destination[at] = (byte)(source[at] ^ (key >> (8 * (at & 3))));

        return BitOperations.RotateRight(key, 8 * (source.Length & 3));
    }
}
