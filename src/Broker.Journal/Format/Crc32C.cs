using System.Buffers.Binary;
using System.Numerics;

namespace Broker.Journal.Format;

/// <summary>
/// CRC-32C with a seed of the segment's own: bytes that a client sends cannot look like a record, and those
/// of another segment do not either.
/// </summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes, uint seed)
    {
        var crc = ~seed;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
