using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Broadcast;

public class PublishBatchSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int ContentBytesMax = 1024 * 1024;
    private const int BodyBytesMax = 16 * 1024 * 1024;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Publishes_each_line_and_keeps_the_order_of_a_channel()
    {
        using var one = await BroadcastClient.SubscribeAsync(_broker, "batch-one");
        using var other = await BroadcastClient.SubscribeAsync(_broker, "batch-other");
        var answer = await BatchAsync(
            "batch-one",
            """{"content":"a"}""",
            """{"base64":"YgD/","channel":"batch-other"}""",
            """{"content":"c"}""");

        Assert.Equal("""{"accepted":3,"errors":[]}""", answer.ToJsonString());
        Assert.Equal(["a", "c"], [await one.NextTextAsync(), await one.NextTextAsync()]);
        Assert.Equal([(byte)'b', 0, 0xff], (await other.NextAsync()).Bytes);
    }

    [Fact]
    public async Task Goes_to_the_channel_broadcast_when_none_is_named()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "broadcast");
        await SentAsync("/publish/batch", """{"content":"to all"}""");

        Assert.Equal("to all", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Keeps_a_thousand_lines_of_several_channels_in_order()
    {
        string[] channels = ["batch-a", "batch-b", "batch-c"];
        var subscribers = new List<BroadcastClient>();
        foreach (var channel in channels)
            subscribers.Add(await BroadcastClient.SubscribeAsync(_broker, channel));
        var answer = await BatchAsync("batch-a",
        [
            .. Enumerable.Range(0, 1000).Select(
                n => $$"""{"content":"{{n}}","channel":"{{channels[n % 3]}}"}"""),
        ]);

        Assert.Equal(1000, (int)answer["accepted"]!);
        for (var n = 0; n < 1000; n++) Assert.Equal($"{n}", await subscribers[n % 3].NextTextAsync());
        subscribers.ForEach(subscriber => subscriber.Dispose());
    }

    [Fact]
    public async Task Receipts_come_in_the_order_of_the_lines()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-receipts");
        var answer = await BatchAsync(
            "batch-receipts", [("Prefer", "return=representation")],
            """{"content":"a"}""", "[]", """{"content":"b"}""");

        Assert.Equal([2], answer["errors"]!.AsArray().Select(error => (int)error!["line"]!));
        var receipts = answer["receipts"]!.AsArray();
        Assert.Equal(
            [(1, 1), (2, 1)],
            receipts.Select(receipt => ((int)receipt!["offset"]!, (int)receipt["receivers"]!)));
        Assert.All(receipts, receipt => Assert.Equal("batch-receipts", (string?)receipt!["channel"]));
    }

    [Fact]
    public async Task A_key_delivers_once_within_a_batch_and_after_it()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-keys");
        const string line = """{"content":"once","idempotency_key":"k"}""";
        var answer = await BatchAsync(
            "batch-keys", [("Prefer", "return=representation")], line, line, """{"content":"after"}""");
        var again = await _broker.Http.PublishForReceiptAsync("batch-keys", "once", ("Idempotency-Key", "k"));

        Assert.Equal(3, (int)answer["accepted"]!);
        var receipts = answer["receipts"]!.AsArray();
        Assert.Equal(receipts[0]!.ToJsonString(), receipts[1]!.ToJsonString());
        Assert.Equal(receipts[0]!.ToJsonString(), again.ToJsonString());
        Assert.Equal(["once", "after"], [await subscriber.NextTextAsync(), await subscriber.NextTextAsync()]);
    }

    [Theory]
    [InlineData("not json", "not one JSON object")]
    [InlineData("[]", "not one JSON object")]
    [InlineData("null", "not one JSON object")]
    [InlineData("""{"content":"a"} {"content":"b"}""", "not one JSON object")]
    [InlineData("{}", "one of content and base64 is needed")]
    [InlineData("""{"content":"a","base64":"YQ=="}""", "one of content and base64 is needed")]
    [InlineData("""{"content":"a","content":"b"}""", "the field content is not what it has to be")]
    [InlineData("""{"content":null}""", "one of content and base64 is needed")]
    [InlineData("""{"Content":"a"}""", "one of content and base64 is needed")]
    [InlineData("""{"content":"a",}""", "not one JSON object")]
    [InlineData("""{"content":"a" """, "not one JSON object")]
    [InlineData("""{"content":"\ud800"}""", "the field content is not what it has to be")]
    [InlineData("""{"content":7}""", "the field content is not what it has to be")]
    [InlineData("""{"content":["a"]}""", "the field content is not what it has to be")]
    [InlineData("""{"base64":"?"}""", "the field base64 is not what it has to be")]
    [InlineData("""{"base64":"YQ"}""", "the field base64 is not what it has to be")]
    [InlineData("""{"content":"a","channel":7}""", "the field channel is not what it has to be")]
    [InlineData("""{"content":"a","channel":""}""", "the channel name is empty")]
    [InlineData("""{"content":"a","channel":"\u0007"}""", "the channel name has a control character")]
    [InlineData("""{"content":"a","channel":"$offers"}""", "channel names that begin with $ are reserved")]
    [InlineData("""{"content":"a","idempotency_key":""}""", "idempotency_key must have 1 to 255 characters")]
    public async Task A_line_that_cannot_be_read_is_an_error_of_that_line_only(string line, string message)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-errors");
        var answer = await BatchAsync(
            "batch-errors", """{"content":"before"}""", line, """{"content":"after"}""");

        Assert.Equal(2, (int)answer["accepted"]!);
        var error = Assert.Single(answer["errors"]!.AsArray());
        Assert.Equal((2, message), ((int)error!["line"]!, (string?)error["message"]));
        Assert.Equal("before", await subscriber.NextTextAsync());
        Assert.Equal("after", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Lines_end_in_LF_or_CR_LF_and_blank_ones_only_count()
    {
        using var answer = await SentAsync(
            "/publish/batch?channel=batch-blanks", "\n{\"content\":\"a\",\"more\":1}\r\n \r\n\n{}");
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

        Assert.Equal(
            """{"accepted":1,"errors":[{"line":5,"message":"one of content and base64 is needed"}]}""",
            body.ToJsonString());
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(256, 0)]
    public async Task A_key_has_at_most_255_characters(int length, int accepted)
    {
        var answer = await BatchAsync(
            "batch-key-length", $$"""{"content":"a","idempotency_key":"{{new string('k', length)}}"}""");

        Assert.Equal(accepted, (int)answer["accepted"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    public async Task A_thousand_lines_are_taken_whatever_the_last_one_ends_in(string end)
    {
        using var answer = await SentAsync(
            "/publish/batch?channel=batch-thousand",
            string.Join('\n', Enumerable.Repeat("""{"content":"x"}""", 1000)) + end);

        Assert.Equal(1000, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["accepted"]!);
    }

    [Fact]
    public async Task An_empty_body_publishes_nothing()
    {
        var answer = await BatchAsync("batch-empty");

        Assert.Equal("""{"accepted":0,"errors":[]}""", answer.ToJsonString());
    }

    [Fact]
    public async Task One_content_over_the_limit_is_an_error_of_its_line()
    {
        var answer = await BatchAsync("batch-large",
        [
            .. Enumerable.Range(1, 512).Select(n =>
                $$"""{"content":"{{new string('x', n == 300 ? ContentBytesMax + 1 : 10)}}"}"""),
        ]);

        Assert.Equal(511, (int)answer["accepted"]!);
        Assert.Equal(300, (int)Assert.Single(answer["errors"]!.AsArray())!["line"]!);
    }

    [Fact]
    public async Task A_content_of_the_limit_arrives()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-limit");
        await BatchAsync("batch-limit", $$"""{"content":"{{new string('x', ContentBytesMax)}}"}""");

        Assert.Equal(ContentBytesMax, (await subscriber.NextAsync()).Bytes.Length);
    }

    [Fact]
    public async Task More_than_a_thousand_lines_are_413_and_publish_nothing()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-many");
        using var answer = await SentAsync(
            "/publish/batch?channel=batch-many",
            string.Join('\n', Enumerable.Repeat("""{"content":"x"}""", 1001)));
        await _broker.Http.PublishAsync("batch-many", "after");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("after", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData(BodyBytesMax, HttpStatusCode.OK)]
    [InlineData(BodyBytesMax + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_a_limit(int length, HttpStatusCode expected)
    {
        const string line = """{"content":"x"}""";
        // The client waits for the answer to its headers, or the end of the connection may come first.
        using var answer = await SentAsync(
            "/publish/batch?channel=batch-body", line + new string(' ', length - line.Length),
            ("Expect", "100-continue"));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_bad_channel_in_the_address_is_refused_as_a_whole()
    {
        using var answer = await SentAsync("/publish/batch?channel=$offers", """{"content":"x"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<JsonObject> BatchAsync(string channel, params string[] lines) =>
        BatchAsync(channel, [], lines);

    private async Task<JsonObject> BatchAsync(
        string channel, (string Name, string Value)[] headers, params string[] lines)
    {
        using var answer =
            await SentAsync($"/publish/batch?channel={channel}", string.Join('\n', lines), headers);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private async Task<HttpResponseMessage> SentAsync(
        string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson"),
        };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await _broker.Http.OpenAsync(request);
    }
}
