using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Broker.Gateway.Tests;

/// <summary>One unmasked, unfragmented WebSocket frame, read back without the code under test.</summary>
internal sealed record WireFrame(int Opcode, byte[] Payload)
{
    public const int TextOpcode = 1;
    public const int BinaryOpcode = 2;

    public string Text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Payload);

    public JsonElement Json => JsonDocument.Parse(Payload).RootElement;

    public static WireFrame Single(ReadOnlySpan<byte> bytes) => Assert.Single(All(bytes));

    public static List<WireFrame> All(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<WireFrame>();
        while (!bytes.IsEmpty)
        {
            Assert.Equal(0x80, bytes[0] & 0xF0);
            var (header, length) = bytes[1] switch
            {
                126 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
                127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..])),
                var small => (2, small),
            };
            frames.Add(new WireFrame(bytes[0] & 0x0F, bytes.Slice(header, length).ToArray()));
            bytes = bytes[(header + length)..];
        }
        return frames;
    }
}
