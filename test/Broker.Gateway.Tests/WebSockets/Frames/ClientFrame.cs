using System.Buffers.Binary;
using System.Text;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

/// <summary>Writes the frames of a client, good and bad, byte by byte as RFC 6455 §5.2 draws them.</summary>
internal static class ClientFrame
{
    public static readonly byte[] Key = [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Of(
        Opcode opcode, ReadOnlySpan<byte> payload, bool fin = true, int reserved = 0, byte[]? key = null)
    {
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(0x80 | payload.Length)],
            < 65536 => [0x80 | 126, .. BigEndian((ulong)payload.Length)[6..]],
            _ => [0x80 | 127, .. BigEndian((ulong)payload.Length)],
        };
        return [First(opcode, fin, reserved), .. length, .. key ?? Key, .. Masked(payload, key ?? Key)];
    }

    public static byte[] Text(string text, bool fin = true) =>
        Of(Opcode.Text, Encoding.UTF8.GetBytes(text), fin);

    public static byte[] Continuation(ReadOnlySpan<byte> payload, bool fin) =>
        Of(Opcode.Continuation, payload, fin);

    public static byte[] Close(int code, string reason = "") =>
        Of(Opcode.Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>A head that declares a length in the given form, without its payload.</summary>
    public static byte[] Head(Opcode opcode, int lengthCode, ulong declared) =>
    [
        First(opcode, fin: true, reserved: 0),
        (byte)(0x80 | lengthCode),
        .. lengthCode == 126 ? BigEndian(declared)[6..] : BigEndian(declared),
        .. Key,
    ];

    private static byte First(Opcode opcode, bool fin, int reserved) =>
        (byte)((fin ? 0x80 : 0) | (reserved << 4) | (int)opcode);

    private static byte[] BigEndian(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Masked(ReadOnlySpan<byte> payload, byte[] key)
    {
        var masked = payload.ToArray();
        for (var i = 0; i < masked.Length; i++) masked[i] ^= key[i % 4];
        return masked;
    }
}
