using Broker.Tcp.Tests.Reading;
using static Broker.Tcp.Tests.Framed.ClientFrames;

namespace Broker.Tcp.Tests.Framed;

/// <summary>What a client's frames mean, each conversation cut at every place.</summary>
public class FramedFormSpec
{
    private const string Opened = $"preamble {Nonce}";

    [Fact]
    public void Frames_follow_the_preamble() => Says(
        [
            .. Preamble, .. Identity(1), .. List(2), .. Echo(300, "hi"), .. Echo(0, ""),
            .. Relay(4, [2, 300], "yo"),
        ],
        Opened, "#1 identity", "#2 list", "#300 echo:hi", "echo:", "#4 relay to 2,300:yo");

    [Fact]
    public void No_ids_are_those_of_the_last_relay() => Says(
        [
            .. Preamble, .. Relay(0, [2, 3], "a"), .. Relay(7, [], "b"), .. Relay(0, [3], "c"),
            .. Relay(0, [], ""),
        ],
        Opened, "relay to 2,3:a", "#7 relay to 2,3:b", "relay to 3:c", "relay to 3:");

    [Fact]
    public void What_asks_for_too_much_is_refused_and_the_next_frame_is_read() => Says(
        [
            .. Preamble, .. Echo(1, new string('x', 201)), .. Relay(2, [], "x"),
            .. Relay(3, [2], new string('x', 201)), .. Frame(0x10, Number(4), [1, 2, 3]), .. Identity(5),
        ],
        Opened,
        "#1 refused: a body has at most 200 bytes",
        "#2 refused: there was no relay whose receivers could be meant",
        "#3 refused: a body has at most 200 bytes",
        "#4 refused: there is no frame type 16",
        "#5 identity");

    [Theory]
    [InlineData("01", "a frame ends within its fields")]
    [InlineData("00", "the length of a frame is out of bounds")]
    [InlineData("8000", "the length of a frame is out of bounds")]
    [InlineData("8080808008 01", "the length of a frame is out of bounds")]
    [InlineData("01 01", "a frame ends within its fields")]
    [InlineData("02 01 80 00", "a frame ends within its fields")]
    [InlineData("03 01 80 00", "a number in a frame is malformed")]
    [InlineData("03 01 01 01", "a frame has more than its fields")]
    [InlineData("04 04 01 02 03", "a frame ends within its fields")]
    [InlineData("08 04 01 FFFFFFFF7F 03", "a frame ends within its fields")]
    public void A_malformed_frame_breaks_the_connection(string hex, string why) =>
        Says([.. Preamble, .. Identity(1), .. Hex(hex), .. Hex(hex == "01" ? "80" : "")],
            Opened, "#1 identity", $"broken: {why}");

    [Fact]
    public void Fields_past_the_limit_break_the_connection()
    {
        var ids = Enumerable.Repeat(2UL, 100).ToArray();
        Says([.. Preamble, .. Relay(1, ids, "hi")],
            Opened, "broken: the fields of a frame have at most 100 bytes");
    }

    [Theory]
    [InlineData("00 485542 02", "broken: version 2 is not spoken here, only 1")]
    [InlineData("00 485542 01 01020304", "")]
    [InlineData("00 47", "broken: this is no preamble of the hub's framed form")]
    [InlineData("00 0A", "broken: this is no preamble of the hub's framed form")]
    public void A_preamble_that_cannot_be_read_breaks_the_connection(string hex, string said) =>
        Says(Hex(hex), said.Length == 0 ? [] : [said]);

    [Fact]
    public void A_client_that_only_announces_a_body_costs_nothing()
    {
        var conversation = Conversation.InBothForms(bodyBytesMax: 1 << 20);
        conversation.Feed(Preamble);
        conversation.Feed([.. Number(1 << 20), 0x03, 0x00, .. new byte[1000]]);

        Assert.Equal([Opened], conversation.Said);
        Assert.Equal(1000, conversation.HeldBytesMax);
    }

    [Fact]
    public void A_body_of_a_mebibyte_comes_whole_in_any_segments()
    {
        var body = string.Concat(Enumerable.Range(0, (1 << 20) / 8).Select(i => $"{i:X8}"));
        byte[] bytes = [.. Echo(1, body), .. Relay(2, [2], body), .. Identity(3)];
        foreach (var piece in new[] { 1000, 65_536, 100_000, bytes.Length })
        {
            var conversation = Conversation.InBothForms(bodyBytesMax: 1 << 20);
            conversation.Feed(Preamble);
            foreach (var chunk in bytes.Chunk(piece)) conversation.Feed(chunk, segmentLength: 4096);

            Assert.Equal(
                [Opened, $"#1 echo:{body}", $"#2 relay to 2:{body}", "#3 identity"], conversation.Said);
            Assert.True(piece == bytes.Length || conversation.HeldBytesMax <= piece + 65_536);
        }
    }

    private static void Says(byte[] bytes, params string[] said)
    {
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var conversation = Conversation.InBothForms(bodyBytesMax: 200);
            conversation.Feed(bytes.AsSpan(0, cut), segmentLength: 1);
            conversation.Feed(bytes.AsSpan(cut), segmentLength: 3);
            Assert.Equal(said, conversation.Said);
        }
    }
}
