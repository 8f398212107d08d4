using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Chat;

public class ErrorSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("hello")]
    [InlineData("{\"action\":\"list\"} trailing")]
    [InlineData("{\"action\":\"list\",}")]
    [InlineData("{'action':'list'}")]
    [InlineData("[]")]
    [InlineData("\"list\"")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task What_is_not_one_JSON_object_is_an_error(string text) =>
        await AssertErrorAsync(text, named: "");

    [Theory]
    [InlineData("{}", "action")]
    [InlineData("{\"action\":null}", "action")]
    [InlineData("{\"action\":7}", "action")]
    [InlineData("{\"action\":\"shout\"}", "shout")]
    [InlineData("{\"action\":\"\"}", "action")]
    [InlineData("{\"action\":\"List\"}", "List")]
    [InlineData("{\"action\":\"subscribe\"}", "params")]
    [InlineData("{\"action\":\"subscribe\",\"params\":[]}", "params")]
    [InlineData("{\"action\":\"subscribe\",\"params\":null}", "params")]
    [InlineData("{\"action\":\"subscribe\",\"params\":{}}", "channel_name")]
    [InlineData("{\"action\":\"subscribe\",\"params\":{\"channel_name\":7}}", "channel_name")]
    [InlineData("{\"action\":\"subscribe\",\"params\":{\"channel_name\":null}}", "channel_name")]
    [InlineData("{\"action\":\"subscribe\",\"params\":{\"channel_name\":{}}}", "channel_name")]
    [InlineData("{\"action\":\"unsubscribe\",\"params\":{}}", "channel_name")]
    [InlineData("{\"action\":\"publish\",\"params\":{\"content\":\"x\"}}", "channel_name")]
    [InlineData("{\"action\":\"publish\",\"params\":{\"channel_name\":\"c\"}}", "content")]
    [InlineData("{\"action\":\"publish\",\"params\":{\"channel_name\":\"c\",\"content\":7}}", "content")]
    [InlineData("{\"action\":\"publish\",\"params\":{\"channel_name\":\"c\",\"content\":[]}}", "content")]
    [InlineData("{\"action\":\"list\",\"params\":{\"scope\":\"theirs\"}}", "scope")]
    [InlineData("{\"action\":\"list\",\"params\":{\"scope\":7}}", "scope")]
    public async Task A_missing_or_wrong_field_is_named_in_the_detail(string request, string named) =>
        await AssertErrorAsync(request, named);

    [Fact]
    public async Task Publishing_without_a_subscription_is_an_error_and_delivers_nothing()
    {
        using var bob = await ChatClient.JoinAsync(_broker, "closed-to-alice");
        await AssertErrorAsync(Request.Publish("closed-to-alice", "intruder"), "not subscribed");
        await bob.PublishAsync("closed-to-alice", "mine");

        Assert.Equal("mine", await bob.NextContentAsync());
    }

    [Fact]
    public async Task Unsubscribing_from_a_channel_of_others_or_of_nobody_is_an_error()
    {
        using var bob = await ChatClient.JoinAsync(_broker, "bobs");

        await AssertErrorAsync(Request.Unsubscribe("bobs"), "not subscribed");
        await AssertErrorAsync(Request.Unsubscribe("nobodys"), "not subscribed");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"deep\":", "}")]
    public async Task JSON_nested_deeper_than_the_limit_is_an_error(string open, string close)
    {
        var (opened, closed) = (Enumerable.Repeat(open, 5000), Enumerable.Repeat(close, 5000));
        var nested = string.Concat([.. opened, "1", .. closed]);
        await AssertErrorAsync($$"""{"action":"list","extra":{{nested}}}""", named: "");
    }

    [Fact]
    public async Task Nesting_up_to_the_limit_is_fine_in_a_field_nobody_reads()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        var nested = new string('[', 30) + new string(']', 30);

        var answer = await alice.AskAsync($$"""{"action":"list","extra":{{nested}}}""");
        Assert.Equal("ok", (string?)answer["status"]);
    }

    [Theory]
    [InlineData("{\"action\":\"list\",\"action\":\"shout\"}")]
    [InlineData("{\"action\":\"list\",\"params\":{\"scope\":\"mine\",\"scope\":\"mine\"}}")]
    [InlineData("{\"id\":1,\"id\":2,\"action\":\"list\"}")]
    public async Task Duplicate_keys_get_exactly_one_answer(string request)
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        await alice.SendAsync(request);
        await alice.SendAsync("""{"id":"next","action":"list"}""");

        Assert.NotEqual("next", Id(await alice.NextAnswerAsync()));
        Assert.Equal("next", Id(await alice.NextAnswerAsync()));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("tail \\ud83d")]
    public async Task Half_a_surrogate_pair_gets_exactly_one_answer(string content)
    {
        using var alice = await ChatClient.JoinAsync(_broker, "surrogates");
        await alice.SendAsync(
            $$$"""{"action":"publish","params":{"channel_name":"surrogates","content":"{{{content}}}"}}""");
        await alice.SendAsync("""{"id":"next","action":"list"}""");

        Assert.NotEqual("next", Id(await alice.NextAnswerAsync()));
        Assert.Equal("next", Id(await alice.NextAnswerAsync()));
    }

    [Theory]
    [InlineData("{\"action\":\"list\",\"extra\":[1,{\"a\":null}],\"params\":{\"other\":true}}")]
    [InlineData("  {\"\\u0061ction\":\"l\\u0069st\"}\n")]
    public async Task Unknown_fields_blanks_and_escapes_are_no_error(string request)
    {
        using var alice = await ChatClient.ConnectAsync(_broker);

        Assert.Equal("ok", (string?)(await alice.AskAsync(request))["status"]);
    }

    [Fact]
    public async Task A_binary_frame_is_read_like_text()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        await alice.SendAsync(Request.List, WebSocketMessageType.Binary);

        Assert.Equal("ok", (string?)(await alice.NextAnswerAsync())["status"]);
    }

    private static string? Id(JsonObject answer) =>
        answer["id"]?.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string?)answer["id"] : null;

    // The socket stays open: the same client is answered again.
    private async Task AssertErrorAsync(string request, string named)
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        var answer = await alice.AskAsync(request);

        Assert.Equal("error", (string?)answer["status"]);
        Assert.Equal(["info", "status"], answer.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["detail"], answer["info"]!.AsObject().Select(field => field.Key));
        Assert.Contains(named, (string?)answer["info"]!["detail"], StringComparison.Ordinal);
        Assert.NotEmpty((string)answer["info"]!["detail"]!);
        Assert.Equal("ok", (string?)(await alice.AskAsync(Request.List))["status"]);
    }
}
