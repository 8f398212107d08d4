using System.IO.Compression;
using System.Text;
using Broker.Gateway.Tests.WebSockets.Frames;
using Broker.Gateway.WebSockets.Compression;
using Broker.Gateway.WebSockets.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.WebSockets.Compression;

public class MessageDeflateSpec
{
    private const int MessageBytesMax = 65536;

    private static readonly FrameReaderSettings Settings = new(MessageBytesMax, Deflate: true);

    /// <summary>
    /// The payloads of RFC 7692 §7.2.3, each a whole message that no other one is needed for.
    /// </summary>
    public static TheoryData<string, string> OfTheRfc => new()
    {
        { "f248cdc9c90700", "Hello" },
        { "000500faff48656c6c6f00", "Hello" },
        { "f348cdc9c9070000", "Hello" },
        { "f24805000000ffffcac9c90700", "Hello" },
        { "00", "" },
        { "", "" },
    };

    /// <summary>Compressed payloads that are none.</summary>
    public static TheoryData<string> Bad =>
        ["ffffff", "f248cd", "0005", "000500faff4865", "001400ebff4865", "000500fafe48656c6c6f00"];

    [Theory]
    [MemberData(nameof(OfTheRfc))]
    public void Reads_the_messages_of_the_rfc(string hex, string text)
    {
        var frame = Compressed(Opcode.Text, Convert.FromHexString(hex));
        Assert.Equal([$"text {text}"], Reading.Whole(Settings, frame));
        Assert.Equal([$"text {text}"], Reading.Whole(Settings, frame, segmentLength: 1));
    }

    [Fact]
    public void Reads_the_fragments_of_the_rfc_with_plain_messages_around()
    {
        byte[] bytes =
        [
            .. ClientFrame.Text("plain"),
            .. ClientFrame.Of(Opcode.Text, [0xF2, 0x48, 0xCD], fin: false, reserved: 4),
            .. ClientFrame.Of(Opcode.Ping, []),
            .. ClientFrame.Continuation([0xC9, 0xC9, 0x07, 0x00], fin: true),
            .. ClientFrame.Text("plain"),
        ];
        Assert.Equal(["text plain", "ping ", "text Hello", "text plain"], Reading.Whole(Settings, bytes));
    }

    [Fact]
    public void Reads_on_after_every_final_block()
    {
        const string Hex = "f348cdc9c90700" + "f348cdc9c90700" + "f248cdc9c90700";
        var frame = Compressed(Opcode.Text, Convert.FromHexString(Hex));
        Assert.Equal(["text HelloHelloHello"], Reading.Whole(Settings, frame));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Refuses_what_does_not_inflate(string hex) =>
        Assert.Equal(
            ["DeflateInvalid 1007"],
            Reading.Whole(Settings, Compressed(Opcode.Binary, Convert.FromHexString(hex))));

    [Fact]
    public void Refuses_text_that_is_not_utf8_once_inflated() =>
        Assert.Equal(
            ["TextNotUtf8 1007"],
            Reading.Whole(Settings, Compressed(Opcode.Text, MessageDeflater.Deflate([0x61, 0xFF]))));

    [Fact]
    public void Refuses_the_mark_of_compression_where_it_means_nothing()
    {
        var (ping, later) = (Marked(Opcode.Ping), Marked(Opcode.Continuation));
        Assert.Equal(["ReservedBits 1002"], Reading.Whole(Settings, ping));
        Assert.Equal(
            ["ReservedBits 1002"],
            Reading.Whole(Settings, [.. ClientFrame.Text("a", fin: false), .. later]));

        static byte[] Marked(Opcode opcode) => ClientFrame.Of(opcode, [], reserved: 4);
    }

    [Fact]
    public void Accepts_the_limit_and_refuses_one_byte_more()
    {
        var most = Compressed(Opcode.Binary, MessageDeflater.Deflate(new byte[MessageBytesMax]));
        Assert.Equal([$"binary {new string('0', 2 * MessageBytesMax)}"], Reading.Whole(Settings, most));

        var more = Compressed(Opcode.Binary, MessageDeflater.Deflate(new byte[MessageBytesMax + 1]));
        Assert.Equal(["MessageTooBig 1009"], Reading.Whole(Settings, more));
    }

    [Fact]
    public void Refuses_a_bomb_without_inflating_all_of_it()
    {
        var bomb = MessageDeflater.Deflate(new byte[50_000_000]);
        var output = new MessageBuffer();
        var violation = MessageInflater.Inflate(bomb, MessageBytesMax, ref output);
        Assert.Equal(FrameViolation.MessageTooBig, violation);
        Assert.InRange(output.Capacity, 1, MessageBytesMax);
        output.Release();
    }

    [Fact]
    public void Refuses_a_message_of_nothing_but_finished_streams()
    {
        byte[] finished = [.. Enumerable.Repeat<byte[]>([0x03, 0x00], 5000).SelectMany(block => block)];
        Assert.Equal(["DeflateInvalid 1007"], Reading.Whole(Settings, Compressed(Opcode.Binary, finished)));
    }

    [Fact]
    public void Inflates_nothing_that_is_ignored()
    {
        var bomb = Compressed(Opcode.Text, MessageDeflater.Deflate(new byte[1_000_000]));
        Assert.Equal(["text "], Reading.Whole(Settings with { IgnorePayload = true }, bomb));
    }

    [Fact]
    public void Writes_what_any_inflater_reads()
    {
        var messages = Gen.OneOf(
            Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b)),
            Gen.Choose(0, 40_000).Select(length => Encoding.ASCII.GetBytes(new string('a', length))));
        var config = Config.QuickThrowOnFailure.WithMaxTest(200);
        Check.One(config, Prop.ForAll(messages.ToArbitrary(), ComesBack));
    }

    private static bool ComesBack(byte[] message)
    {
        var payload = MessageDeflater.Deflate(message);
        using var source = new MemoryStream([.. payload, 0x00, 0x00, 0xFF, 0xFF]);
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        inflater.CopyTo(plain);
        Assert.Equal(message, plain.ToArray());

        var ours = Assert.Single(Reading.Whole(Settings, Compressed(Opcode.Binary, payload)));
        return ours == $"binary {Convert.ToHexString(message)}";
    }

    private static byte[] Compressed(Opcode opcode, byte[] payload) =>
        ClientFrame.Of(opcode, payload, reserved: 4);
}
