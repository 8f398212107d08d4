using System.Buffers;
using System.Buffers.Binary;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// The head of one masked frame (RFC 6455 §5.2), and every rule that a head breaks by itself:
/// <c>FIN RSV1-3 opcode(4) | MASK length(7) | length(16 or 64)? | masking-key(32)</c>.
/// </summary>
internal readonly struct FrameHeader
{
    private const int LengthMax = 14, MaskKeyLength = 4;
    private const int ControlPayloadMax = 125;
    private const byte Length16 = 126, Length64 = 127;

    public bool IsFinal { get; private init; }

    public bool Rsv1 { get; private init; }

    public Opcode Opcode { get; private init; }

    public int PayloadLength { get; private init; }

    public uint MaskKey { get; private init; }

    /// <summary>The head's own length in bytes.</summary>
    public int Length { get; private init; }

    public bool IsControl => Opcode >= Opcode.Close;

    /// <summary>
    /// False with <see cref="FrameViolation.None"/>: not all there yet. Rules are checked in the order of the
    /// bytes and as soon as these are there, so a bad frame is refused before its payload and the same
    /// however it is cut.
    /// </summary>
    public static bool TryRead(
        in ReadOnlySequence<byte> input, int payloadMax, out FrameHeader header, out FrameViolation violation)
    {
        header = default;
        violation = FrameViolation.None;
        Span<byte> copy = stackalloc byte[LengthMax];
        scoped var bytes = input.FirstSpan;
        if (bytes.Length < LengthMax && !input.IsSingleSegment)
        {
            var head = input.Slice(0, Math.Min(input.Length, LengthMax));
            head.CopyTo(copy);
            bytes = copy[..(int)head.Length];
        }

        if (bytes.Length < 2) return false;

        violation = CheckFixedPart(bytes[0], bytes[1]);
        if (violation != FrameViolation.None) return false;
        if (!TryReadLength(bytes, payloadMax, out var length, out var at, out violation)) return false;
        if (bytes.Length < at + MaskKeyLength) return false;

        header = new FrameHeader
        {
            IsFinal = (bytes[0] & 0x80) != 0,
            Rsv1 = (bytes[0] & 0x40) != 0,
            Opcode = (Opcode)(bytes[0] & 0x0F),
            PayloadLength = length,
            MaskKey = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]),
            Length = at + MaskKeyLength,
        };
        return true;
    }

    private static FrameViolation CheckFixedPart(byte first, byte second)
    {
        var opcode = first & 0x0F;
        if ((first & 0x30) != 0) return FrameViolation.ReservedBits;
        if (opcode is (> 0x2 and < 0x8) or > 0xA) return FrameViolation.ReservedOpcode;
        if ((second & 0x80) == 0) return FrameViolation.Unmasked;
        if (opcode < (int)Opcode.Close) return FrameViolation.None;
        if ((first & 0x40) != 0) return FrameViolation.ReservedBits;
        if ((first & 0x80) == 0) return FrameViolation.ControlFragmented;

        return (second & 0x7F) > ControlPayloadMax ? FrameViolation.ControlTooLong : FrameViolation.None;
    }

    private static bool TryReadLength(
        ReadOnlySpan<byte> bytes, int payloadMax, out int length, out int end, out FrameViolation violation)
    {
        var code = bytes[1] & 0x7F;
        (length, violation) = (0, FrameViolation.None);
        end = code switch { Length64 => 10, Length16 => 4, _ => 2 };
        if (bytes.Length < end) return false;

        var declared = code switch
        {
            Length64 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => (ulong)code,
        };
        var least = code switch { Length64 => 65536ul, Length16 => 126ul, _ => 0ul };
        var isControl = (bytes[0] & 0x0F) >= (int)Opcode.Close;

        if (declared < least || declared > long.MaxValue) violation = FrameViolation.LengthMalformed;
        else if (!isControl && declared > (ulong)payloadMax) violation = FrameViolation.MessageTooBig;
        else length = (int)declared;
        return violation == FrameViolation.None;
    }
}
