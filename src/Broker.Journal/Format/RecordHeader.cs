using System.Buffers.Binary;

namespace Broker.Journal.Format;

/// <summary>
/// The beginning of a record. It has a checksum of its own, so that a damaged body can still be said whose it
/// was and where the next record begins:
/// <code>
/// u32 crc of the rest of the header | u32 crc of the body | u32 body bytes
/// u8 kind | u8 name bytes | u16 events
/// i64 position | i64 version | i64 position of the stream's previous record, or 0 | name | body
/// </code>
/// All numbers are little-endian. A trim has the position of the next event and the first version it keeps.
/// </summary>
internal readonly record struct RecordHeader(
    RecordKind Kind, int NameBytes, int Events, long Position, long Version, long Previous, int BodyBytes)
{
    public const int FixedBytes = 40;
    public const int BytesMax = FixedBytes + byte.MaxValue;

    /// <summary>The smallest whole record: a name of one byte, one event without a payload.</summary>
    public const int RecordBytesMin = FixedBytes + 1 + EventBody.OverheadBytes;

    private const int CrcBytes = 4;
    private const int BodyBytesMax = 1 << 30;

    public int Bytes => FixedBytes + NameBytes;

    public int RecordBytes => Bytes + BodyBytes;

    public long LastVersion => Version + Events - 1;

    /// <summary>The position of the event behind it; a trim takes none.</summary>
    public long NextPosition => Kind == RecordKind.Events ? Position + Events : Position;

    /// <summary>What it counts when live and dead records are compared.</summary>
    public int Weight => Kind == RecordKind.Events ? Events : 1;

    private bool IsPossible =>
        Kind is RecordKind.Events or RecordKind.Trim
        && NameBytes > 0
        && BodyBytes is > 0 and <= BodyBytesMax
        && Version > 0
        && Position > 0;

    /// <summary>The fields as they stand there, right or wrong; null when they cannot be right.</summary>
    public static RecordHeader? Peek(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedBytes) return null;

        var header = new RecordHeader(
            (RecordKind)bytes[12],
            bytes[13],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        return header.IsPossible ? header : null;
    }

    /// <summary>The header if its checksum is right; null also when it is not all there.</summary>
    public static RecordHeader? Read(ReadOnlySpan<byte> bytes, uint seed) =>
        Peek(bytes) is { } header
        && header.Bytes <= bytes.Length
        && Crc32C.Of(bytes[CrcBytes..header.Bytes], seed) == BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            ? header
            : null;

    /// <summary>True if the body of this record is as it was written.</summary>
    public bool HasRightBody(ReadOnlySpan<byte> record, uint seed) =>
        Crc32C.Of(record[Bytes..RecordBytes], seed) == BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);

    /// <summary>Completes a record whose name and body are written already.</summary>
    public void Seal(Span<byte> record, uint seed)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32C.Of(record[Bytes..RecordBytes], seed));
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], BodyBytes);
        record[12] = (byte)Kind;
        record[13] = (byte)NameBytes;
        BinaryPrimitives.WriteUInt16LittleEndian(record[14..], (ushort)Events);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(record[32..], Previous);
        BinaryPrimitives.WriteUInt32LittleEndian(record, Crc32C.Of(record[CrcBytes..Bytes], seed));
    }
}
