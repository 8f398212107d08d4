using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Broker.Actors.Auction;

/// <summary>
/// Fields one behind the other: numbers as 7 bits a byte, the lowest first; texts as their length in UTF-8
/// and that; prices as scale and digits, so that 1.50 stays 1.50; times as 8 bytes of ticks in UTC and the
/// minutes of their offset.
/// </summary>
internal sealed class PayloadWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(initialCapacity: 64);

    public PayloadWriter(byte version) => Byte(version);

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public PayloadWriter Number(ulong value) => Digits(value);

    public PayloadWriter Text(string text)
    {
        Number((ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _bytes);
        return this;
    }

    public PayloadWriter Price(decimal price)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(price, parts);
        // Scale in bits 16 to 23 and sign in the highest, of the last part: brought together in one byte.
        Byte((byte)((parts[3] >> 16 & 0x7F) | (parts[3] >>> 31 << 7)));
        return Digits(new UInt128((uint)parts[2], (ulong)(uint)parts[1] << 32 | (uint)parts[0]));
    }

    public PayloadWriter Time(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + sizeof(short)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, time.UtcTicks);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[sizeof(long)..], (short)time.TotalOffsetMinutes);
        _bytes.Write(bytes);
        return this;
    }

    private PayloadWriter Digits(UInt128 value)
    {
        for (; value > 0x7F; value >>= 7) Byte((byte)((byte)value | 0x80));
        Byte((byte)value);
        return this;
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
