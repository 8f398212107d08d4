using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Chat;

public class AnswerSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("\"\"")]
    [InlineData("\"quote\\\" \\u00e9 日本\"")]
    [InlineData("0")]
    [InlineData("-7")]
    [InlineData("1.5")]
    [InlineData("9007199254740993")]
    public async Task Carries_the_id_of_its_request(string id)
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        var listed = await alice.AskAsync($$"""{"id":{{id}},"action":"list"}""");
        var refused = await alice.AskAsync($$"""{"action":"shout","id":{{id}}}""");

        var expected = JsonNode.Parse(id);
        Assert.True(JsonNode.DeepEquals(expected, listed["id"]), listed.ToJsonString());
        Assert.True(JsonNode.DeepEquals(expected, refused["id"]), refused.ToJsonString());
        Assert.Equal("error", (string?)refused["status"]);
    }

    [Fact]
    public async Task Has_no_id_when_the_request_had_none()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);

        Assert.False((await alice.AskAsync(Request.List)).ContainsKey("id"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("true")]
    public async Task An_id_of_another_type_is_an_error(string id)
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        var answer = await alice.AskAsync($$"""{"id":{{id}},"action":"list"}""");

        Assert.Equal("error", (string?)answer["status"]);
        Assert.Contains("id", (string?)answer["info"]!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comes_once_for_each_request_in_request_order()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "pipelined");
        string[] actions =
        [
            "\"publish\",\"params\":{\"channel_name\":\"pipelined\",\"content\":\"x\"}",
            "\"subscribe\",\"params\":{\"channel_name\":\"second\"}",
            "\"list\"",
            "\"shout\"",
            "\"unsubscribe\",\"params\":{\"channel_name\":\"second\"}",
        ];
        foreach (var number in Enumerable.Range(0, 500))
        {
            await alice.SendAsync($$"""{"id":{{number}},"action":{{actions[number % actions.Length]}}}""");
        }

        foreach (var number in Enumerable.Range(0, 500))
        {
            var answer = await alice.NextAnswerAsync();
            Assert.Equal(number, (int)answer["id"]!);
            Assert.Equal(number % actions.Length == 3 ? "error" : "ok", (string?)answer["status"]);
        }
    }
}
