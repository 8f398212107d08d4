using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

public class FrameViolationSpec
{
    private const int MessageBytesMax = 1000, FragmentsMax = 4;

    private static readonly FrameReaderSettings Settings = new(MessageBytesMax, FragmentsMax);

    /// <summary>
    /// Bytes of which the last one proves that the frame is bad, and the rule with its close code.
    /// </summary>
    public static TheoryData<byte[], string> Bad => new()
    {
        { [0x81, 0x05], "Unmasked 1002" },
        { [0x89, 0x00], "Unmasked 1002" },
        { [0xC1, 0x80, 1, 2, 3, 4], "ReservedBits 1002" },
        { [0xA1, 0x80], "ReservedBits 1002" },
        { [0x91, 0x80], "ReservedBits 1002" },
        { [0xC9, 0x80], "ReservedBits 1002" },
        { [0x83, 0x80], "ReservedOpcode 1002" },
        { [0x87, 0x80], "ReservedOpcode 1002" },
        { [0x8B, 0x80], "ReservedOpcode 1002" },
        { [0x8F, 0x80], "ReservedOpcode 1002" },
        { [0x89, 0xFE], "ControlTooLong 1002" },
        { [0x8A, 0xFF], "ControlTooLong 1002" },
        { [0x88, 0xFE], "ControlTooLong 1002" },
        { [0x09, 0x80], "ControlFragmented 1002" },
        { [0x08, 0x80], "ControlFragmented 1002" },
        { [0x82, 0xFE, 0x00, 0x7D], "LengthMalformed 1002" },
        { [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], "LengthMalformed 1002" },
        { [0x82, 0xFF, 0x80, 0, 0, 0, 0, 1, 0, 0], "LengthMalformed 1002" },
        { [0x82, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "LengthMalformed 1002" },
        { [0x82, 0xFE, 0x03, 0xE9], "MessageTooBig 1009" },
        { [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "MessageTooBig 1009" },
        { [0x80, 0x80, 1, 2, 3, 4], "ContinuationWithoutStart 1002" },
        { [.. ClientFrame.Text("a"), 0x80, 0x80, 1, 2, 3, 4], "ContinuationWithoutStart 1002" },
        { [.. Begin("a"), 0x81, 0x80, 1, 2, 3, 4], "MessageInsideMessage 1002" },
        { [.. Begin("a"), 0x82, 0x80, 1, 2, 3, 4], "MessageInsideMessage 1002" },
        { [.. Begin(new string('a', 999)), 0x00, 0x82], "MessageTooBig 1009" },
        { [.. Begin(""), .. More(), .. More(), .. More(), .. More()[..6]], "TooManyFragments 1009" },
        { [.. ClientFrame.Of(Opcode.Close, [3])], "CloseBodyTooShort 1002" },
        { [.. ClientFrame.Of(Opcode.Close, [0x03, 0xE8, 0xC3])], "CloseReasonNotUtf8 1007" },
        { Prefix(ClientFrame.Of(Opcode.Text, [0x61, 0xC0, 0x61, 0x61]), 8), "TextNotUtf8 1007" },
        { Prefix(ClientFrame.Of(Opcode.Text, [0xED, 0xA0, 0x80]), 8), "TextNotUtf8 1007" },
        { Prefix(ClientFrame.Of(Opcode.Text, [0xF4, 0x90, 0x80, 0x80]), 8), "TextNotUtf8 1007" },
        { ClientFrame.Of(Opcode.Text, [0xE2, 0x82]), "TextNotUtf8 1007" },
        { [.. Begin("a"), .. ClientFrame.Continuation([0xC3], fin: true)], "TextNotUtf8 1007" },
        { [.. Begin("a"), .. ClientFrame.Continuation([0x62, 0x80], fin: false)], "TextNotUtf8 1007" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Is_found_at_the_byte_that_proves_it(byte[] bytes, string violation)
    {
        using var reading = new Reading(Settings);
        foreach (var one in bytes.AsSpan(0, bytes.Length - 1)) reading.Feed([one]);
        Assert.DoesNotContain(violation, reading.Events);

        reading.Feed(bytes.AsSpan(bytes.Length - 1));
        Assert.Equal(violation, reading.Events[^1]);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Is_the_same_in_one_piece_and_in_segments_of_one_byte(byte[] bytes, string violation)
    {
        Assert.Equal(violation, Reading.Whole(Settings, bytes)[^1]);
        Assert.Equal(violation, Reading.Whole(Settings, bytes, segmentLength: 1)[^1]);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Ends_the_input_and_gives_all_memory_back(byte[] bytes, string violation)
    {
        using var reading = new Reading(Settings);
        reading.Feed([.. bytes, .. ClientFrame.Text("late")]);
        reading.Feed(ClientFrame.Text("later"));

        Assert.Equal(violation, reading.Events[^1]);
        Assert.Equal((0, 0), (reading.RestLength, reading.HeldBytes));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Is_found_where_payload_is_ignored_too(byte[] bytes, string violation) =>
        Assert.Equal(violation, Reading.Whole(Settings with { IgnorePayload = true }, bytes)[^1]);

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public void Is_a_close_code_that_may_not_be_sent(int code) =>
        Assert.Equal(["CloseCodeInvalid 1002"], Reading.Whole(Settings, ClientFrame.Close(code)));

    [Theory]
    [InlineData(1000)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(4999)]
    public void Is_not_a_close_code_that_may_be_sent(int code) =>
        Assert.Equal([$"close {code} "], Reading.Whole(Settings, ClientFrame.Close(code)));

    [Fact]
    public void Is_not_a_message_of_exactly_the_limits()
    {
        byte[] end = [.. More(), .. Rest("b", fin: false), .. Rest("c", fin: true)];
        byte[] bytes = [.. Begin(new string('a', 998)), .. end];
        Assert.Equal([$"text {new string('a', 998)}bc"], Reading.Whole(Settings, bytes));
    }

    [Fact]
    public void Counts_limits_anew_for_each_message()
    {
        byte[] one = [.. Begin(new string('a', 600)), .. More(), .. Rest("", fin: true)];
        Assert.Equal(2, Reading.Whole(Settings, [.. one, .. one]).Count);
    }

    private static byte[] Begin(string text) => ClientFrame.Text(text, fin: false);

    private static byte[] More() => ClientFrame.Continuation([], fin: false);

    private static byte[] Rest(string text, bool fin) =>
        ClientFrame.Continuation(System.Text.Encoding.UTF8.GetBytes(text), fin);

    private static byte[] Prefix(byte[] bytes, int length) => bytes[..length];
}
