using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Gateway.Chat;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.Chat;

public class ChatEncodingSpec
{
    [Fact]
    public void Writes_four_strings_in_one_text_frame() => Assert.Equal(
        """{"sender":"Al","channel_name":"c","sent_at":"2026-11-21T12:00:00.0000000+00:00","content":"hi"}""",
        Delivered(Publications.Text("hi", sender: "Al", channel: "c")).Text);

    [Fact]
    public void Writes_an_empty_content() => Assert.EndsWith(
        "\"content\":\"\"}", Delivered(Publications.Text("")).Text, StringComparison.Ordinal);

    [Fact]
    public void Says_the_time_in_utc_with_all_digits()
    {
        var paris = new DateTimeOffset(2026, 11, 21, 13, 42, 1, TimeSpan.FromHours(1)).AddTicks(1_234_567);
        var delivered = Delivered(Publications.Text("") with { SentAt = paris });

        Assert.Equal("2026-11-21T12:42:01.1234567+00:00", delivered.Json.GetProperty("sent_at").GetString());
    }

    [Fact]
    public void Escapes_what_json_cannot_hold_in_all_three_texts()
    {
        const string text = "\"\\/\b\f\n\r\t\u0001\u001f\u007f é€😀";
        const string escaped = """\"\\/\b\f\n\r\t\u0001\u001f""" + "\u007f é€😀";
        var name = ChannelName.Private("x", text);
        var delivered = Delivered(Publications.Text(text, sender: text) with { Channel = name }).Text;

        Assert.Contains($"\"sender\":\"{escaped}\"", delivered, StringComparison.Ordinal);
        Assert.Contains($"\"channel_name\":\"$x.{escaped}\"", delivered, StringComparison.Ordinal);
        Assert.EndsWith($"\"content\":\"{escaped}\"}}", delivered, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_bytes_that_are_no_text_with_replacement_characters()
    {
        var delivered = Delivered(Publications.Binary((byte)'a', 0xFF, (byte)'"', 0xC3));

        Assert.Equal("a\uFFFD\"\uFFFD", delivered.Json.GetProperty("content").GetString());
    }

    [Fact]
    public void Takes_names_longer_than_its_stack_room()
    {
        var sender = new string('é', 5_000);
        var delivered = Delivered(Publications.Text("hi", sender));

        Assert.Equal(sender, delivered.Json.GetProperty("sender").GetString());
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Writes_frames_of_every_length_class(int payloadLength)
    {
        var envelope = Delivered(Publications.Text("")).Payload.Length;
        var delivered = Delivered(Publications.Text(new string('x', payloadLength - envelope)));

        Assert.Equal(payloadLength, delivered.Payload.Length);
    }

    [Fact]
    public void Any_texts_come_out_of_the_framework_as_they_went_in() =>
        Prop.ForAll(Texts(), Texts(), Texts(), (sender, channel, content) =>
        {
            var name = ChannelName.Private("x", channel);
            var json = Delivered(Publications.Text(content, sender) with { Channel = name }).Json;
            return json.GetProperty("sender").GetString() == Whole(sender)
                && json.GetProperty("channel_name").GetString() == "$x." + Whole(channel)
                && json.GetProperty("content").GetString() == Whole(content)
                && json.EnumerateObject().Count() == 4;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Allocates_nothing_for_a_publication()
    {
        var publication = Publications.Text("say \"hi\"\n", sender: "Ali\\ce");
        var output = new ArrayBufferWriter<byte>(4_096);
        ChatEncoding.Instance.Encode(publication, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) ChatEncoding.Instance.Encode(publication, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Strings of characters that JSON treats differently, half characters among them.
    private static Arbitrary<string> Texts() =>
        Gen.OneOf(
                Gen.Choose(0, 0x24).Select(c => (char)c),
                Gen.Elements('"', '\\', '/', '\u007f', 'é', '\u2028', '\ud83d', '\ude00', '\ufeff'),
                Gen.Choose(0, 0xFFFF).Select(c => (char)c))
            .ArrayOf().Select(chars => new string(chars)).ToArbitrary();

    // A half character has no UTF-8; it goes out as U+FFFD.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static WireFrame Delivered(Publication publication)
    {
        var frame = WireFrame.Single(ChatEncoding.Instance.Encode(publication));
        Assert.Equal(WireFrame.TextOpcode, frame.Opcode);
        return frame;
    }
}
