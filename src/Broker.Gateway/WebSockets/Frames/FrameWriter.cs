using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// Writes a server's frames (RFC 6455 §5.2). They are unmasked, so the same bytes go to every subscriber:
/// <c>FIN RSV1 00 opcode(4) | 0 length(7) | length(16 or 64)? | payload</c>.
/// </summary>
internal static class FrameWriter
{
    public const int HeaderLengthMax = 10;

    /// <summary>Longest payload of a control frame (RFC 6455 §5.5).</summary>
    public const int ControlPayloadMax = 125;

    /// <summary>
    /// Longest close reason, in bytes: what the code leaves of <see cref="ControlPayloadMax"/>.
    /// </summary>
    public const int CloseReasonMax = ControlPayloadMax - sizeof(ushort);

    /// <summary>Longest control frame, head and all.</summary>
    public const int ControlFrameMax = ControlPayloadMax + 2;

    public static int HeaderLength(int payloadLength) => payloadLength switch
    {
        < 126 => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    /// <summary>The head's length of a frame that this class wrote.</summary>
    public static int HeaderLengthOf(ReadOnlySpan<byte> frame) => frame[1] switch
    {
        < 126 => 2,
        126 => 4,
        _ => 10,
    };

    public static int FrameLength(int payloadLength) => HeaderLength(payloadLength) + payloadLength;

    /// <summary>
    /// Answers the number of bytes written. <paramref name="compressed"/> sets RSV1 (RFC 7692 §6).
    /// </summary>
    public static int WriteHeader(
        Span<byte> destination,
        Opcode opcode,
        int payloadLength,
        bool compressed = false,
        bool isFinal = true)
    {
        destination[0] = (byte)((isFinal ? 0x80 : 0) | (compressed ? 0x40 : 0) | (byte)opcode);
        var length = HeaderLength(payloadLength);
        switch (length)
        {
            case 2:
                destination[1] = (byte)payloadLength;
                break;
            case 4:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
                break;
        }

        return length;
    }

    /// <summary>Writes a whole frame and answers its length, <see cref="FrameLength"/>.</summary>
    public static int WriteFrame(
        Span<byte> destination, Opcode opcode, ReadOnlySpan<byte> payload, bool compressed = false)
    {
        var at = WriteHeader(destination, opcode, payload.Length, compressed);
        payload.CopyTo(destination[at..]);
        return at + payload.Length;
    }

    /// <summary>Writes a whole frame; a long payload may span several of the writer's segments.</summary>
    public static void WriteFrame(
        IBufferWriter<byte> writer, Opcode opcode, ReadOnlySpan<byte> payload, bool compressed = false)
    {
        var header = writer.GetSpan(HeaderLengthMax);
        writer.Advance(WriteHeader(header, opcode, payload.Length, compressed));
        writer.Write(payload);
    }

    /// <summary>
    /// Writes a close frame into at least <see cref="ControlFrameMax"/> bytes and answers its length. The
    /// reason is cut to <see cref="CloseReasonMax"/> bytes, never inside a character. A code that may not be
    /// sent, as the answer to <see cref="CloseCode.NoStatus"/>, makes a close without a body (RFC 6455
    /// §5.5.1).
    /// </summary>
    public static int WriteClose(Span<byte> destination, CloseCode code, ReadOnlySpan<char> reason = default)
    {
        if (!code.MayBeSent()) return WriteHeader(destination, Opcode.Close, payloadLength: 0);

        var body = destination[2..][..ControlPayloadMax];
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)code);
        Utf8.FromUtf16(reason, body[sizeof(ushort)..], out _, out var reasonLength);
        var length = sizeof(ushort) + reasonLength;
        return WriteHeader(destination, Opcode.Close, length) + length;
    }
}
