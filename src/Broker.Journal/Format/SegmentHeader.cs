using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broker.Journal.Format;

/// <summary>
/// The beginning of a segment: <c>magic (8) | u32 format | u32 seed | i64 sequence | i64 last sequence |
/// i64 first position | zeros | u32 crc</c>, 64 bytes. Magic, format and the place of the checksum stay as
/// they are in every later format.
/// </summary>
/// <param name="LastSequence">Up to which segment it stands for others that compaction put into it.</param>
internal readonly record struct SegmentHeader(
    uint Format, uint Seed, long Sequence, long LastSequence, long FirstPosition)
{
    public const int Bytes = 64;

    /// <summary>The format this program writes; it reads all up to this.</summary>
    public const uint FormatNow = 1;

    private const int CrcAt = 60;

    private static ReadOnlySpan<byte> Magic => "BROKERJ\n"u8;

    /// <summary>Nobody outside can know it, so nobody can send bytes that look like a record.</summary>
    public static uint NewSeed() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Format);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Seed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), LastSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), FirstPosition);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcAt), Crc32C.Of(bytes.AsSpan(0, CrcAt), 0));
        return bytes;
    }

    public static SegmentHeader? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Bytes
        && bytes.StartsWith(Magic)
        && Crc32C.Of(bytes[..CrcAt], 0) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..])
            ? new SegmentHeader(
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]))
            : null;

    /// <summary>What it was before one of its bits changed; null if more than one is wrong.</summary>
    public static SegmentHeader? Repair(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes[..Math.Min(bytes.Length, Bytes)].ToArray();
        for (var bit = 0; bit < copy.Length * 8; bit++)
        {
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Read(copy) is { } header) return header;
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        return null;
    }
}
