using System.Text;
using System.Text.Json.Nodes;
using Broker.Gateway.Http;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.Http;

public class InputJsonSpec
{
    [Theory]
    [InlineData("""{"username":"test-user","content":"hi there"}""")]
    [InlineData("""{"content":"hi there","username":"test-user"}""")]
    [InlineData(" \n{ \"username\" : \"test-user\" ,\"content\"\t:\"hi there\"}\r\n ")]
    [InlineData("""{"user\u006eame":"test\u002duser","content":"hi there"}""")]
    public void The_fields_come_in_any_order_and_any_spelling(string json) =>
        Assert.Equal(["test-user", "hi there"], Read(json)!);

    [Theory]
    [InlineData("""{"username":"","content":""}""", "", "")]
    [InlineData("""{"username":"Zoë","content":"🎉 \ud83c\udf89"}""", "Zoë", "🎉 🎉")]
    [InlineData("""{"username":"a\"b","content":"\n\u0000"}""", "a\"b", "\n\0")]
    public void Any_text_is_one(string json, string username, string content) =>
        Assert.Equal([username, content], Read(json)!);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"username\"")]
    [InlineData("{\"username\":\"a\"")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\"")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\",}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\"} x")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\"}{}")]
    [InlineData("{'username':'a','content':'b'}")]
    [InlineData("username=a&content=b")]
    [InlineData("{\"username\":\"a\"}")]
    [InlineData("{\"content\":\"b\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\",\"extra\":\"c\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\",\"\":\"c\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\",\"content\":\"b\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\",\"\\u0063ontent\":\"b\"}")]
    [InlineData("{\"username\":\"a\",\"content\":null}")]
    [InlineData("{\"username\":\"a\",\"content\":1}")]
    [InlineData("{\"username\":\"a\",\"content\":true}")]
    [InlineData("{\"username\":\"a\",\"content\":[\"b\"]}")]
    [InlineData("{\"username\":\"a\",\"content\":{\"content\":\"b\"}}")]
    [InlineData("{\"Username\":\"a\",\"content\":\"b\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"\\ud83c\"}")]
    [InlineData("{\"user\\ud83cname\":\"a\",\"content\":\"b\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"line\nbreak\"}")]
    [InlineData("\ufeff{\"username\":\"a\",\"content\":\"b\"}")]
    public void Anything_else_is_wrong(string json) => Assert.Null(Read(json));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_wrong()
    {
        Assert.Null(Read([.. "{\"username\":\"a\",\"content\":\""u8, 0xff, .. "\"}"u8]));
        // The serializer alone would not look at a field that it does not know.
        Assert.Null(InputJson.Read(
            [.. "{\"bid_price\":1,\"offer_id\":\"7\",\"other\":\""u8, 0xff, .. "\"}"u8],
            InputJson.Default.NewBid));
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_field_that_is_not_known_is_at_most_so_deep(int depth, bool isRead)
    {
        var nested = new string('[', depth - 1) + new string(']', depth - 1);
        var json = Encoding.UTF8.GetBytes($"{{\"bid_price\":1,\"offer_id\":\"7\",\"other\":{nested}}}");

        Assert.Equal(isRead, InputJson.Read(json, InputJson.WithDepth(32).NewBid) is not null);
    }

    [Fact]
    public void What_a_JSON_writer_wrote_is_read() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        ArbMap.Default.ArbFor<string>(),
        (username, content) =>
        {
            string[] texts = [Text(username), Text(content)];
            var json = new JsonObject { ["username"] = texts[0], ["content"] = texts[1] }.ToJsonString();
            Assert.Equal(texts, Read(json)!);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_input_makes_it_throw() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            InputJson.Read(bytes, InputJson.Default.TokenRequest);
            InputJson.Read([.. "{\"username\":\""u8, .. bytes, .. "\"}"u8], InputJson.Default.TokenRequest);
        }).QuickCheckThrowOnFailure();

    // A lone surrogate has no UTF-8.
    private static string Text(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static string[]? Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static string[]? Read(byte[] json) =>
        InputJson.Read(json, InputJson.Default.NewMessage) is { } message
            ? [message.Username, Encoding.UTF8.GetString(message.Content.Span)]
            : null;
}
