using System.Net;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Users;

public sealed class MessageSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly UsersHttp _http = new(fixture.Broker);

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("nonsense")]
    public async Task A_message_is_JSON_whatever_its_content_type(string type)
    {
        var answer = await _http.PostAsync(
            "/message", """{"username":"test-user","content":"hi there"}""", ("Content-Type", type));

        Assert.Equal((HttpStatusCode.OK, """{"status":"ok"}"""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hi there")]
    [InlineData("{\"username\":\"a\"}")]
    [InlineData("{\"content\":\"a\"}")]
    [InlineData("{\"username\":\"a\",\"content\":1}")]
    [InlineData("{\"username\":\"\",\"content\":\"a\"}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\",\"extra\":true}")]
    [InlineData("{\"username\":\"a\",\"content\":\"b\"}}")]
    public async Task What_is_not_exactly_a_message_is_refused(string body)
    {
        var answer = await _http.PostAsync("/message", body);

        Assert.Equal((HttpStatusCode.BadRequest, "400: Bad Request"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused()
    {
        var content = new string('a', (1024 * 1024) + 1);
        var answer = await _http.PostAsync("/message", $$"""{"username":"long","content":"{{content}}"}""");

        Assert.Equal("413: Payload Too Large", answer.Body);
        Assert.Empty(await _http.ReadAsync("long"));
    }

    [Fact]
    public async Task Messages_of_who_is_not_connected_are_kept_in_order_with_their_place_and_time()
    {
        foreach (var content in (string[])["one", "", "drei \"🎉\"\n"])
            await _http.MessageAsync("absent", content);
        var messages = await _http.ReadAsync("absent");

        Assert.Equal(["one", "", "drei \"🎉\"\n"], messages.Select(message => (string?)message!["content"]));
        Assert.Equal([1L, 2L, 3L], messages.Select(message => (long)message!["offset"]!));
        Assert.All(messages, message =>
        {
            Assert.Equal(
                ["offset", "sent_at", "content"], message!.AsObject().Select(field => field.Key));
            Assert.Equal(TimeSpan.Zero, DateTimeOffset.Parse(
                (string)message["sent_at"]!, System.Globalization.CultureInfo.InvariantCulture).Offset);
        });
    }

    [Theory]
    [InlineData(0, new[] { "a", "b" }, null)]
    [InlineData(1, new[] { "b" }, null)]
    [InlineData(2, new string[0], null)]
    [InlineData(9, new[] { "a", "b" }, "true")]
    public async Task Reading_begins_behind_the_offset_and_a_gap_is_a_header(
        long since, string[] contents, string? gap)
    {
        var user = $"since-{since}";
        await _http.MessageAsync(user, "a");
        await _http.MessageAsync(user, "b");
        var token = await _http.TokenAsync(user);
        var answer = await _http.GetAsync($"/message?username={user}&since={since}&authorization={token}");

        Assert.Equal(contents, JsonNode.Parse(answer.Body)!.AsArray().Select(m => (string)m!["content"]!));
        Assert.Equal(("2", gap), (answer["Broker-Offset"], answer["Broker-Gap"]));
    }

    [Fact]
    public async Task Who_has_no_messages_reads_an_empty_list() =>
        Assert.Empty(await _http.ReadAsync("nobody"));

    [Theory]
    [InlineData("?username=alice", true)]
    [InlineData("?username=Bob", true)]
    [InlineData("?username=bob&username=alice", true)]
    [InlineData("", false)]
    [InlineData("?username=bob", false)]
    public async Task Nobody_reads_the_messages_of_another(string query, bool isBob)
    {
        var token = await _http.TokenAsync(isBob ? "bob" : "alice");
        var answer = await _http.GetAsync("/message" + query, ("Authorization", token));

        var isOwn = query == "?username=bob&username=alice";
        Assert.Equal(isOwn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.Status);
        if (!isOwn) Assert.Equal("403: Forbidden", answer.Body);
    }

    [Fact]
    public async Task A_since_that_is_no_offset_is_refused()
    {
        var token = await _http.TokenAsync("alice");
        var answer = await _http.GetAsync("/message?username=alice&since=x", ("Authorization", token));

        Assert.Equal("400: Bad Request", answer.Body);
    }
}
