using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Documents;

public class AsyncApiSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Is_served_as_it_lies_in_the_repository()
    {
        using var answer = await _broker.Http.GetAsync("/asyncapi.json");

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(JsonNode.DeepEquals(
            AsyncApi.Document, JsonNode.Parse(await answer.Content.ReadAsStringAsync())));
    }

    [Fact]
    public void Its_examples_are_as_it_says()
    {
        var messages = AsyncApi.Document["components"]!["messages"]!.AsObject();

        Assert.All(messages, message => Assert.All(
            message.Value!["examples"]!.AsArray(),
            example => Assert.Empty(AsyncApi.Problems(message.Key, example!["payload"]))));
    }

    [Fact]
    public void All_that_it_points_to_is_there() => Assert.All(
        References(AsyncApi.Document), reference => new JsonSchema(AsyncApi.Document).Resolve(reference));

    [Theory]
    [InlineData("chatFrame", """{"status":"ok","info":{"client_name":"Alice"},"more":1}""")]
    [InlineData("chatFrame", """{"status":"fine"}""")]
    [InlineData("chatFrame", """{"status":"error","info":{}}""")]
    [InlineData("chatFrame", """{"status":"ok","info":{"channel_name":"c","total_subscribers":0}}""")]
    [InlineData("chatFrame", """{"status":"ok","info":{"channels":[1]}}""")]
    [InlineData("chatFrame", """{"sender":"","channel_name":"c","sent_at":"2026-11-21","content":""}""")]
    [InlineData("chatFrame", """{"sender":"a","channel_name":"c","sent_at":"2026-11-21T12:42:01+00:00"}""")]
    [InlineData("chatFrame", "[]")]
    [InlineData("usersEvent", """{"type":"gap","offset":-1,"epoch":""}""")]
    [InlineData("auctionEvent", """{"data":null,"error":null,"message":null,"Kill":false}""")]
    [InlineData("auctionEvent", """{"data":[],"error":null,"code":null,"message":null,"Kill":false}""")]
    [InlineData("hubLine", "\"[Server] Client IDs are 2,3\"")]
    [InlineData("event", "\"retry: 5\"")]
    public void A_frame_that_is_otherwise_is_found(string message, string payload) =>
        Assert.NotEmpty(AsyncApi.Problems(message, JsonNode.Parse(payload)));

    [Fact]
    public async Task Chat_says_what_it_describes()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "described");
        await alice.PublishAsync("described", "hello");
        await alice.NextDeliveryAsync();
        await alice.ListAsync();
        await alice.AskAsync("""{"action":"dance","id":"x"}""");
        await alice.AskAsync("""{"action":"unsubscribe","params":{"channel_name":"described"},"id":7}""");
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(References),
        JsonObject fields => fields.SelectMany(field =>
            field.Key == "$ref" ? [(string)field.Value!] : References(field.Value)),
        _ => [],
    };
}
