using System.Text;

namespace Broker.EndToEnd.Tests.Broadcast;

/// <summary>Batches from clients that are rude to a connection.</summary>
public class PublishBatchWireSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Two = "{\"content\":\"a\"}\n{\"content\":\"b\"}";

    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("Content-Type: application/x-ndjson\r\n")]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: application/x-www-form-urlencoded\r\n")]
    [InlineData("Content-Type: text/plain; charset=latin1\r\n")]
    [InlineData("Content-Type: \r\n")]
    [InlineData("Accept: text/html\r\n")]
    [InlineData("")]
    public async Task Takes_the_body_whatever_its_type_and_answers_JSON(string headers)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Batch("batch-types", Two, headers));
        var head = await connection.ReadHeadAsync();

        Assert.Equal(200, head.Status);
        Assert.StartsWith("application/json", head["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("""{"accepted":2,"errors":[]}""", await connection.ReadBodyAsync(head));
    }

    [Theory]
    [InlineData("Prefer: return=representation", true)]
    [InlineData("Prefer: respond-async, return=representation; wait=1", true)]
    [InlineData("prefer: Return=\"representation\"", true)]
    [InlineData("Prefer: respond-async\r\nPrefer: return=representation", true)]
    [InlineData("Prefer: return=minimal", false)]
    [InlineData("Prefer: xreturn=representation", false)]
    public async Task Gives_receipts_to_whoever_prefers_them(string header, bool isHeard)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Batch("batch-prefer", Two, header + "\r\n"));
        var head = await connection.ReadHeadAsync();
        var body = await connection.ReadBodyAsync(head);

        Assert.Equal(isHeard ? "return=representation" : null, head["Preference-Applied"]);
        Assert.Equal(isHeard, body.Contains("receipts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", 405)]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    public async Task Allows_only_POST(string method, int status)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(
            $"{method} /publish/batch HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        var head = await connection.ReadHeadAsync();

        Assert.Equal((status, "POST"), (head.Status, head["Allow"]));
    }

    [Fact]
    public async Task Takes_a_batch_byte_by_byte()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-bytes");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendByteByByteAsync(Encoding.ASCII.GetBytes(Batch("batch-bytes", Two)));

        Assert.Equal(200, (await connection.ReadHeadAsync()).Status);
        Assert.Equal("a", await subscriber.NextTextAsync());
        Assert.Equal("b", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Answers_many_batches_in_one_piece_in_their_order()
    {
        const int batches = 100, lines = 10;
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-pipelined");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(string.Concat(Enumerable.Range(0, batches).Select(batch => Batch(
            "batch-pipelined",
            string.Join('\n', Enumerable.Range(0, lines)
                .Select(line => $$"""{"content":"{{(batch * lines) + line}}"}"""))))));

        for (var batch = 0; batch < batches; batch++)
        {
            var head = await connection.ReadHeadAsync();
            Assert.Equal("""{"accepted":10,"errors":[]}""", await connection.ReadBodyAsync(head));
        }
        for (var n = 0; n < batches * lines; n++) Assert.Equal($"{n}", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_vanishes_within_a_body_publishes_nothing(bool resets)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-vanished");
        using (var connection = await WireConnection.ConnectAsync(_broker.HttpPort))
        {
            var request = Batch("batch-vanished", Two);
            // Its first line is there.
            await connection.SendAsync(request[..^3]);
            if (resets) connection.Reset();
            else
            {
                connection.EndSending();
                await connection.ReadToEndAsync();
            }
        }
        await _broker.Http.PublishAsync("batch-vanished", "next");

        Assert.Equal("next", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_vanishes_after_a_body_publishes_all_of_it_or_nothing(bool resets)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "batch-left");
        for (var round = 0; round < 20; round++)
        {
            using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
            await connection.SendAsync(Batch("batch-left", Two));
            if (resets) connection.Reset();
            else connection.EndSending();
        }
        await _broker.Http.PublishAsync("batch-left", "next");

        for (var text = ""; text != "next";)
        {
            text = await subscriber.NextTextAsync();
            if (text == "next") continue;

            Assert.Equal("a", text);
            Assert.Equal("b", await subscriber.NextTextAsync());
        }
    }

    private static string Batch(string channel, string lines, string headers = "") =>
        $"POST /publish/batch?channel={channel} HTTP/1.1\r\nHost: localhost\r\n{headers}"
        + $"Content-Length: {lines.Length}\r\n\r\n{lines}";
}
