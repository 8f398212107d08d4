using System.Text;
using System.Text.Json;
using Broker.Gateway.Chat;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.Chat;

public class ChatRequestPropertySpec
{
    private static readonly ChatRequestReader Reader = new(depthMax: 32);

    private static readonly string[] Pieces =
    [
        "{", "}", "{", "}", "[", "]", ":", ",", ":", ",", "\"", "\\", " ", "\n", "null", "true", "-1",
        "0.5e3", "x", "\"action\"", "\"params\"", "\"id\"", "\"channel_name\"", "\"content\"", "\"scope\"",
        "\"publish\"", "\"list\"", "\"subscribe\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "\"\\u0061ction\"",
        "\"😀\"", "\\u",
        "{\"action\":", "\"params\":{", "\"id\":7,", "\"channel_name\":\"c\",", "\"\\udc00content\":",
    ];

    [Fact]
    public void Any_bytes_are_a_request_or_an_unreadable_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Says(Reader.Read(bytes)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Anything_like_json_is_a_request_or_an_unreadable_one() =>
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().ToArbitrary(),
            pieces => Says(Reader.Read(Encoding.UTF8.GetBytes(string.Concat(pieces)))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void A_request_cut_at_any_byte_is_unreadable()
    {
        var whole = """{"params":{"content":"\u00e9😀\n","channel_name":"c"},"action":"publish"}"""u8;
        for (var length = 0; length < whole.Length; length++)
            Assert.IsType<UnreadableRequest>(Reader.Read(whole[..length]));

        Assert.IsType<PublishRequest>(Reader.Read(whole));
    }

    [Fact]
    public void A_request_with_any_byte_changed_is_read_as_the_framework_reads_it()
    {
        const string request =
            """{"id":1,"params":{"content":"\ud83d\ude00😀\n","channel_name":"c"},"\u0061ction":"publish"}""";
        var whole = Encoding.UTF8.GetBytes(request);
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var other in (byte[])[.. "\"\\{}[]:,x1 \n"u8, 0x00, 0x80, 0xFF])
            {
                var changed = whole.ToArray();
                changed[at] = other;
                Assert.Equal(ParsesAsJson(changed), !SaysInvalidJson(Reader.Read(changed)));
            }
        }
    }

    [Fact]
    public void Any_content_arrives_as_the_bytes_it_is() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            // The serializer says U+FFFD for half a character, so that is what is read.
            var json = JsonSerializer.SerializeToUtf8Bytes(
                new { @params = new { content = text.Get, channel_name = "c" }, action = "publish" });
            var content = ((PublishRequest)Reader.Read(json)).Content;
            return content.Span.SequenceEqual(Encoding.UTF8.GetBytes(text.Get));
        }).QuickCheckThrowOnFailure();

    private static bool Says(Request request) =>
        request is not UnreadableRequest unreadable || unreadable.Detail.Length > 0;

    private static bool SaysInvalidJson(Request request) =>
        request is UnreadableRequest { Detail: "invalid JSON" or "invalid JSON: not UTF-8" };

    private static bool ParsesAsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return System.Text.Unicode.Utf8.IsValid(bytes);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
