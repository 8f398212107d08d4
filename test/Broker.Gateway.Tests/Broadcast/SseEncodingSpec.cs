using System.Buffers;
using System.Text;
using Broker.Gateway.Broadcast;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.Broadcast;

public class SseEncodingSpec
{
    [Theory]
    [InlineData("", "id: e1-1\ndata:\n\n")]
    [InlineData("hi", "id: e1-1\ndata: hi\n\n")]
    [InlineData(" hi", "id: e1-1\ndata:  hi\n\n")]
    [InlineData("a\nb", "id: e1-1\ndata: a\ndata: b\n\n")]
    [InlineData("a\rb", "id: e1-1\ndata: a\ndata: b\n\n")]
    [InlineData("a\r\nb", "id: e1-1\ndata: a\ndata: b\n\n")]
    [InlineData("a\n\rb", "id: e1-1\ndata: a\ndata:\ndata: b\n\n")]
    [InlineData("a\r\r\nb", "id: e1-1\ndata: a\ndata:\ndata: b\n\n")]
    [InlineData("a\n", "id: e1-1\ndata: a\ndata:\n\n")]
    [InlineData("\n", "id: e1-1\ndata:\ndata:\n\n")]
    [InlineData("id: 9\n\nevent: x", "id: e1-1\ndata: id: 9\ndata:\ndata: event: x\n\n")]
    public void Makes_a_data_line_of_each_line(string content, string expected) =>
        Assert.Equal(expected, Text(SseEncoding.Instance.Encode(Publications.Text(content))));

    [Fact]
    public void Shows_bytes_that_are_no_text_with_replacement_characters()
    {
        var publication = Publications.Binary((byte)'a', 0xFF, 0xC3);
        var parsed = EventStreamParser.Parse(SseEncoding.Instance.Encode(publication));

        Assert.Equal("a\uFFFD\uFFFD", Assert.Single(parsed).Data);
    }

    [Fact]
    public void Any_texts_come_out_of_the_browser_with_lf_for_every_line_break() =>
        Prop.ForAll(Texts().ArrayOf().ToArbitrary(), contents =>
        {
            var parsed = EventStreamParser.Parse(Stream(contents));
            return parsed.Select(e => e.Data).SequenceEqual(contents.Select(WithLineFeeds))
                && parsed.Select(e => e.LastId).SequenceEqual(contents.Select((_, i) => $"e1-{i + 1}"))
                && parsed.All(e => e.Type == "message");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Keeps_a_byte_order_mark_at_the_head_of_the_first_publication() =>
        Assert.Equal("\ufeffhi", Assert.Single(EventStreamParser.Parse(Stream(["\ufeffhi"]))).Data);

    [Fact]
    public void Opens_with_a_comment_that_names_the_epoch() =>
        Assert.Equal(": epoch e5\n\n", Text(SseEncoding.EncodeOpening("e5").Span));

    [Fact]
    public void Keeps_a_stream_alive_with_a_comment_that_is_no_event()
    {
        Assert.Equal(":\n\n", Text(SseEncoding.KeepAlive.Span));
        Assert.Empty(EventStreamParser.Parse(SseEncoding.KeepAlive.Span));
    }

    [Fact]
    public void Reports_a_gap_as_an_event_that_leaves_the_last_id_alone()
    {
        var publication = SseEncoding.Instance.Encode(Publications.Text("hi"));
        byte[] stream = [.. publication, .. SseEncoding.EncodeGap(42, "e5").Span];

        Assert.Equal(
            new EventStreamParser.Event("gap", """{"offset":42,"epoch":"e5"}""", LastId: "e1-1"),
            EventStreamParser.Parse(stream)[1]);
    }

    private static byte[] Stream(string[] contents)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(SseEncoding.EncodeOpening("e5").Span);
        for (var i = 0; i < contents.Length; i++)
        {
            SseEncoding.Instance.Encode(Publications.Text(contents[i]) with { Offset = i + 1 }, output);
            output.Write(SseEncoding.KeepAlive.Span);
        }
        return output.WrittenSpan.ToArray();
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static string WithLineFeeds(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static Gen<string> Texts() =>
        Gen.Elements("\r", "\n", "\r\n", " ", ":", "data:", "id: 7", "\0", "\ufeff", "é", "😀", "x")
            .ArrayOf().Select(string.Concat);
}
