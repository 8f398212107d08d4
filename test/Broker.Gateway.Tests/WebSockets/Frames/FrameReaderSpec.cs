using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

public class FrameReaderSpec
{
    private static readonly FrameReaderSettings Settings = new(MessageBytesMax: 70_000, FragmentsMax: 4);

    /// <summary>Bytes and the events they stand for, one line each.</summary>
    public static TheoryData<string, byte[], string[]> Sequences => new()
    {
        // RFC 6455 §5.7; the server's examples with a mask.
        { "masked Hello", Hex("818537fa213d7f9f4d5158"), ["text Hello"] },
        { "fragmented Hello", [.. ClientFrame.Text("Hel", fin: false), .. Last("lo"u8)], ["text Hello"] },
        { "masked ping answer", Hex("8a8537fa213d7f9f4d5158"), ["pong 48656C6C6F"] },
        { "256 bytes", ClientFrame.Of(Opcode.Binary, new byte[256]), [$"binary {new string('0', 512)}"] },
        { "64 KiB", ClientFrame.Text(new string('a', 65536)), [$"text {new string('a', 65536)}"] },

        { "empty text", ClientFrame.Text(""), ["text "] },
        { "empty binary", ClientFrame.Of(Opcode.Binary, []), ["binary "] },
        { "two in a row", [.. ClientFrame.Text("a"), .. ClientFrame.Text("b")], ["text a", "text b"] },
        { "longest 7-bit length", ClientFrame.Text(new string('a', 125)), [$"text {new string('a', 125)}"] },
        { "least 16-bit length", ClientFrame.Text(new string('a', 126)), [$"text {new string('a', 126)}"] },
        { "empty fragments", [.. Begin(""), .. More(""), .. More("é"), .. Last([])], ["text é"] },
        {
            "a control frame between fragments",
            [.. Begin("a"), .. ClientFrame.Of(Opcode.Ping, "?"u8), .. More("b"), .. Last("c"u8)],
            ["ping 3F", "text abc"]
        },
        {
            "a character cut by a fragment",
            [.. ClientFrame.Of(Opcode.Text, [0xF0, 0x9F], fin: false), .. Last([0x98, 0x80])],
            ["text 😀"]
        },
        { "an empty ping", ClientFrame.Of(Opcode.Ping, []), ["ping "] },
        {
            "a ping of 125 bytes",
            ClientFrame.Of(Opcode.Ping, new byte[125]),
            [$"ping {new string('0', 250)}"]
        },
        { "a close without a body", ClientFrame.Of(Opcode.Close, []), ["close 1005 "] },
        { "a close with a code", ClientFrame.Close(1000), ["close 1000 "] },
        { "a close with a reason", ClientFrame.Close(4999, "wörk"), ["close 4999 wörk"] },
        {
            "a close inside a message",
            [.. Begin("a"), .. ClientFrame.Close(1001)],
            ["close 1001 "]
        },
        {
            "what follows a close",
            [.. ClientFrame.Close(1000), .. ClientFrame.Text("late"), 0xFF, 0xFF],
            ["close 1000 "]
        },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Reads_frames_into_events(string name, byte[] bytes, string[] events)
    {
        Assert.NotEmpty(name);
        Assert.Equal(events, Reading.Whole(Settings, bytes));
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Reads_the_same_from_segments_of_one_byte(string name, byte[] bytes, string[] events)
    {
        Assert.NotEmpty(name);
        Assert.Equal(events, Reading.Whole(Settings, bytes, segmentLength: 1));
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Reads_the_same_wherever_the_bytes_are_cut(string name, byte[] bytes, string[] events)
    {
        Assert.NotEmpty(name);
        var cuts = Enumerable.Range(0, bytes.Length + 1).Where(cut => IsWorthCutting(cut, bytes.Length));
        foreach (var cut in cuts)
        {
            using var reading = new Reading(Settings);
            reading.Feed(bytes.AsSpan(0, cut));
            reading.Feed(bytes.AsSpan(cut));
            Assert.Equal(events, reading.Events);
        }
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Reads_the_same_from_single_bytes(string name, byte[] bytes, string[] events)
    {
        Assert.NotEmpty(name);
        using var reading = new Reading(Settings);
        foreach (var one in bytes) reading.Feed([one]);
        Assert.Equal(events, reading.Events);
        Assert.Equal(0, reading.RestLength);
    }

    [Fact]
    public void Masks_with_each_frames_own_key()
    {
        byte[] bytes =
        [
            .. ClientFrame.Of(Opcode.Text, "one "u8, fin: false, key: [1, 2, 3, 4]),
            .. ClientFrame.Of(Opcode.Continuation, "two"u8, key: [0xFF, 0, 0xFF, 0]),
        ];
        Assert.Equal(["text one two"], Reading.Whole(Settings, bytes));
    }

    [Fact]
    public void Leaves_what_follows_an_event_for_the_next_call()
    {
        using var reader = new FrameReader(Settings);
        var input = Sequence.Of([.. ClientFrame.Text("a"), .. ClientFrame.Text("b")], segmentLength: 3);

        Assert.Equal("a"u8, reader.Read(ref input).Payload.Span);
        Assert.Equal(ClientFrame.Text("b").Length, input.Length);
    }

    // Inside 64 KiB of the same letter one cut is as good as another.
    private static bool IsWorthCutting(int cut, int length) => length < 1000 || cut < 20 || cut > length - 20;

    private static byte[] Begin(string text) => ClientFrame.Text(text, fin: false);

    private static byte[] More(string text) =>
        ClientFrame.Continuation(System.Text.Encoding.UTF8.GetBytes(text), fin: false);

    private static byte[] Last(ReadOnlySpan<byte> payload) => ClientFrame.Continuation(payload, fin: true);

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
