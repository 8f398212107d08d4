using System.Buffers;
using System.Text;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

public class FrameWriterSpec
{
    /// <summary>Payload length and the head of an unmasked binary frame (RFC 6455 §5.2 and §5.7).</summary>
    public static TheoryData<int, string> Heads => new()
    {
        { 0, "8200" },
        { 125, "827d" },
        { 126, "827e007e" },
        { 256, "827e0100" },
        { 65535, "827effff" },
        { 65536, "827f0000000000010000" },
        { 1 << 20, "827f0000000000100000" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void Writes_the_shortest_head(int payloadLength, string head)
    {
        var payload = new byte[payloadLength];
        var frame = new byte[FrameWriter.FrameLength(payloadLength)];
        Assert.Equal(frame.Length, FrameWriter.WriteFrame(frame, Opcode.Binary, payload));
        Assert.Equal(head, Hex(frame.AsSpan(0, FrameWriter.HeaderLength(payloadLength))));
        Assert.Equal(payload, frame[FrameWriter.HeaderLength(payloadLength)..]);

        var writer = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(writer, Opcode.Binary, payload);
        Assert.Equal(frame, writer.WrittenSpan);
    }

    [Fact]
    public void Writes_the_frames_of_the_rfc()
    {
        Assert.Equal("810548656c6c6f", Frame(Opcode.Text, "Hello"));
        Assert.Equal("890548656c6c6f", Frame(Opcode.Ping, "Hello"));
        Assert.Equal("8a00", Frame(Opcode.Pong, ""));
    }

    [Fact]
    public void Writes_fragments_and_compressed_messages()
    {
        var head = new byte[FrameWriter.HeaderLengthMax];
        Assert.Equal(2, FrameWriter.WriteHeader(head, Opcode.Text, 3, compressed: true, isFinal: false));
        Assert.Equal("4103", Hex(head.AsSpan(0, 2)));
        Assert.Equal(2, FrameWriter.WriteHeader(head, Opcode.Continuation, 2));
        Assert.Equal("8002", Hex(head.AsSpan(0, 2)));
        Assert.Equal(2, FrameWriter.WriteFrame(head, Opcode.Text, [], compressed: true));
        Assert.Equal("c100", Hex(head.AsSpan(0, 2)));
    }

    [Theory]
    [InlineData(1000, "", "880203e8")]
    [InlineData(1013, "slow", "880603f5736c6f77")]
    [InlineData(4000, "ö", "88040fa0c3b6")]
    [InlineData(1005, "unsaid", "8800")]
    [InlineData(0, "unsaid", "8800")]
    public void Writes_a_close(int code, string reason, string frame) =>
        Assert.Equal(frame, Hex(Close((CloseCode)code, reason)));

    [Theory]
    [InlineData(0, 123)]
    [InlineData(1, 121)]
    [InlineData(2, 122)]
    [InlineData(3, 123)]
    public void Cuts_a_long_reason_before_a_character_that_does_not_fit(int letters, int length)
    {
        var reason = new string('a', letters) + string.Concat(Enumerable.Repeat("€", 60));
        var frame = Close(CloseCode.GoingAway, reason);

        Assert.Equal(4 + length, frame.Length);
        Assert.Equal(2 + length, frame[1]);
        Assert.StartsWith(Encoding.UTF8.GetString(frame.AsSpan(4)), reason, StringComparison.Ordinal);
    }

    private static byte[] Close(CloseCode code, string reason)
    {
        // More room than is asked for must not make the frame longer than the RFC allows.
        var frame = new byte[FrameWriter.ControlFrameMax + 10];
        return frame[..FrameWriter.WriteClose(frame, code, reason)];
    }

    private static string Frame(Opcode opcode, string payload)
    {
        var writer = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(writer, opcode, Encoding.UTF8.GetBytes(payload));
        return Hex(writer.WrittenSpan);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
