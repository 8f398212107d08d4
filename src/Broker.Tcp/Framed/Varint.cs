using System.Buffers;

namespace Broker.Tcp.Framed;

/// <summary>
/// Unsigned numbers in LEB128 (docs/protocol.md §6.8): seven bits a byte, lowest first, the top bit says that
/// more follow. Only the shortest form is read, so that a number has one spelling.
/// </summary>
internal static class Varint
{
    public const int LengthMax = 10;

    private const int BitsPerByte = 7;
    private const byte More = 0x80;

    public static int LengthOf(ulong value) =>
        value == 0 ? 1 : (System.Numerics.BitOperations.Log2(value) / BitsPerByte) + 1;

    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> destination, ulong value)
    {
        var length = 0;
        for (; value >= More; value >>= BitsPerByte) destination[length++] = (byte)(value | More);
        destination[length++] = (byte)value;
        return length;
    }

    public static void Write(IBufferWriter<byte> output, ulong value) =>
        output.Advance(Write(output.GetSpan(LengthMax), value));

    /// <summary>Moves the reader behind the number, or not at all.</summary>
    public static VarintResult Read(ref SequenceReader<byte> reader, out ulong value)
    {
        value = 0;
        for (var length = 0; length < LengthMax; length++)
        {
            if (!reader.TryPeek(length, out var next)) return VarintResult.NeedMore;

            var bits = (ulong)(next & ~More);
            var isLast = (next & More) == 0;
            if (length == LengthMax - 1 && bits > 1) return VarintResult.Malformed;
            value |= bits << (BitsPerByte * length);
            if (!isLast) continue;

            if (next == 0 && length > 0) return VarintResult.Malformed;
            reader.Advance(length + 1);
            return VarintResult.Complete;
        }
        return VarintResult.Malformed;
    }
}
