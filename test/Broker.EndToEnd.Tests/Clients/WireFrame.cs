using System.Buffers.Binary;
using System.Text;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>
/// One WebSocket frame (RFC 6455 §5.2) with every bit in the caller's hand, so that a spec can also
/// write frames that no client library would.
/// </summary>
public sealed record WireFrame(Opcode Opcode, byte[] Payload)
{
    public bool Fin { get; init; } = true;

    /// <summary>The three reserved bits, RSV1 highest: 0 to 7.</summary>
    public int Reserved { get; init; }

    public bool Masked { get; init; } = true;

    /// <summary>The length that the header claims; the payload's own when null.</summary>
    public ulong? DeclaredLength { get; init; }

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The code of a close frame; 1005 stands for a frame without one (RFC 6455 §7.1.5).</summary>
    public int CloseCode => Payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public static WireFrame OfText(string text) => new(Opcode.Text, Encoding.UTF8.GetBytes(text));

    public static WireFrame OfClose(int code, string reason = "") =>
        new(Opcode.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    public byte[] ToBytes()
    {
        var first = (byte)((Fin ? 0x80 : 0) | (Reserved << 4) | (int)Opcode);
        var mask = Masked ? new byte[] { 0x37, 0xfa, 0x21, 0x3d } : [];
        var payload = Payload.Select((value, index) => Masked ? (byte)(value ^ mask[index % 4]) : value);
        return [first, .. Length(), .. mask, .. payload];
    }

    private byte[] Length()
    {
        var length = DeclaredLength ?? (ulong)Payload.Length;
        var masked = Masked ? 0x80 : 0;
        if (length < 126) return [(byte)(masked | (int)length)];
        if (length <= ushort.MaxValue) return [(byte)(masked | 126), (byte)(length >> 8), (byte)length];

        var bytes = new byte[9];
        bytes[0] = (byte)(masked | 127);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(1), length);
        return bytes;
    }
}
