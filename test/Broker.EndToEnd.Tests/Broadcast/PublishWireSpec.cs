using System.Text;

namespace Broker.EndToEnd.Tests.Broadcast;

/// <summary>Publishing as bytes on a connection: what HTTP allows a client to send (RFC 9112).</summary>
public class PublishWireSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Receipt = "Prefer: return=representation\r\n";

    private static readonly int AnswerLength =
        "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n".Length;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", 204)]
    [InlineData("POST /publish?channel=a%20b&c HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", 204)]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 002\r\n\r\nhi", 204)]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length:\t 2 \r\n\r\nhi", 204)]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 204)]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\n\r\n", 204)]
    [InlineData("POST /publish HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", 204)]
    [InlineData("POST /publish HTTP/1.0\r\n\r\n", 204)]
    [InlineData("POST /publish HTTP/1.0\r\nX-Content-Length: 2\r\n\r\n", 204)]
    [InlineData("PUT /publish HTTP/1.0\r\n\r\n", 405)]
    [InlineData("PUT /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", 405)]
    [InlineData("POST /publish?channel=%24x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", 400)]
    [InlineData("POST /publish?channel= HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", 400)]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", 413)]
    [InlineData("POST /publish HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a:b\r\nContent-Length: 0\r\n\r\n", 400)]
    public async Task Answers_a_request_by_what_it_says(string request, int status)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(request);
        var head = await connection.ReadHeadAsync();

        Assert.Equal(status, head.Status);
        Assert.NotNull(head["Date"]);
        Assert.Equal(status == 405 ? "POST" : null, head["Allow"]);
    }

    // RFC 9110 §8.6: digits. What another server on the way takes for 2 would begin a second request there.
    [Theory]
    [InlineData("x")]
    [InlineData("+2")]
    [InlineData("-0")]
    [InlineData("0x2")]
    [InlineData("2, 2")]
    [InlineData("2 2")]
    [InlineData("")]
    [InlineData("99999999999999999999999999")]
    public async Task Refuses_a_length_that_is_not_digits(string length)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(
            $"POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\nhi");

        await AssertStatusesAsync(connection, 400);
        Assert.DoesNotContain("HTTP/1.1", await RestAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_body_in_chunks()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "chunks");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        const string chunks = "2\r\nhe\r\n3;name=value\r\nllo\r\n0\r\nTrailer: x\r\n\r\n";
        await connection.SendAsync(Chunked("chunks", chunks) + Publish("chunks", "2"));

        await AssertStatusesAsync(connection, 204, 204);
        Assert.Equal("hello", await subscriber.NextTextAsync());
        Assert.Equal("2", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData("100000005\r\nhello\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFF\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-1\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello!\r\n0\r\n\r\n")]
    public async Task Refuses_a_malformed_chunk_and_ends_the_connection(string chunks)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Chunked("chunks", chunks) + Publish("chunks", "smuggled"));

        await AssertStatusesAsync(connection, 400);
        Assert.DoesNotContain("HTTP/1.1", await RestAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_a_body_that_waits_to_be_asked_for()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(
            "POST /publish HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        await AssertStatusesAsync(connection, 100);
        await connection.SendAsync("hi");

        await AssertStatusesAsync(connection, 204);
    }

    // RFC 9110 §5.5: such bytes are opaque data.
    [Theory]
    [InlineData("Cookie: name=caf\xe9")]
    [InlineData("X-User: S\xf8ren")]
    [InlineData("User-Agent: caf\xe9")]
    public async Task Ignores_bytes_over_127_in_a_header_that_means_nothing_here(string header)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Encoding.Latin1.GetBytes(Publish("latin", "hi", header + "\r\n")));
        await connection.SendAsync(Encoding.Latin1.GetBytes(
            WireConnection.Handshake("/subscribe", _broker.HttpPort, header)));

        await AssertStatusesAsync(connection, 204, 101);
    }

    [Fact]
    public async Task Serves_publishes_and_other_requests_on_one_connection()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "mixed");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        string[] headers = ["", "Accept: */*\r\n", "", Receipt, ""];
        for (var number = 0; number < headers.Length; number++)
        {
            await connection.SendAsync(Publish("mixed", $"{number}", headers[number]));
            var head = await connection.ReadHeadAsync();
            Assert.Equal(headers[number] == Receipt ? 200 : 204, head.Status);
            if (head.Status == 200) await connection.ReadBodyAsync(head);
        }

        for (var number = 0; number < headers.Length; number++)
            Assert.Equal($"{number}", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Answers_in_order_what_comes_in_one_piece()
    {
        const int count = 500;
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "pipelined");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var publishes = Enumerable.Range(0, count).Select(number => Publish("pipelined", $"{number}"));
        await connection.SendAsync(
            string.Concat(publishes) + "GET /healthcheck HTTP/1.1\r\nHost: a\r\n\r\n");

        for (var number = 0; number < count; number++)
            Assert.Equal(204, (await connection.ReadHeadAsync()).Status);
        Assert.Equal(200, (await connection.ReadHeadAsync()).Status);
        for (var number = 0; number < count; number++)
            Assert.Equal($"{number}", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Answers_garbage_after_publishes_with_400()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var publishes = Publish("garbage", "1") + Publish("garbage", "2");
        await connection.SendAsync(publishes + "\u0016\u0003\u0001 what?\r\n\r\n");

        await AssertStatusesAsync(connection, 204, 204, 400);
        await connection.ReadToEndAsync();
    }

    [Fact]
    public async Task Takes_a_request_byte_by_byte()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "bytes");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Publish("bytes", "0"));
        await connection.SendByteByByteAsync(Encoding.ASCII.GetBytes(Publish("bytes", "1")));
        await connection.SendAsync(Publish("bytes", "2"));

        await AssertStatusesAsync(connection, 204, 204, 204);
        foreach (var text in (string[])["0", "1", "2"]) Assert.Equal(text, await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1024 * 1024)]
    public async Task Takes_a_body_in_many_pieces(int length)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "pieces");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var body = new string('x', length);
        var request = Publish("pieces", body);
        for (var at = 0; at < request.Length; at += 1500)
            await connection.SendAsync(request[at..Math.Min(request.Length, at + 1500)]);
        await connection.SendAsync(Publish("pieces", "next"));

        await AssertStatusesAsync(connection, 204, 204);
        Assert.Equal(body, await subscriber.NextTextAsync());
        Assert.Equal("next", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345")]
    public async Task Ends_the_wait_for_a_body_that_stalls(string begun)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Publish("stalls", "1") + begun);

        await AssertStatusesAsync(connection, 204, 408);
        await connection.ReadToEndAsync();
    }

    [Fact]
    public async Task Keeps_every_answer_for_a_client_that_reads_late()
    {
        const int count = 60_000;
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort, receiveBuffer: 4096);
        var sending = connection.SendAsync(string.Concat(Enumerable.Repeat(Publish("late", ""), count)));
        using var watcher = await BroadcastClient.SubscribeAsync(_broker, "late-watch");
        await _broker.Http.PublishAsync("late-watch", "others are served");
        Assert.Equal("others are served", await watcher.NextTextAsync());

        for (var answer = 0; answer < count; answer += 1000)
        {
            var answers = Encoding.ASCII.GetString(await connection.ReadAsync(1000 * AnswerLength));
            Assert.Equal(1000, answers.Split("HTTP/1.1 204 No Content\r\nDate: ").Length - 1);
        }
        await sending;
    }

    private static async Task<string> RestAsync(WireConnection connection) =>
        Encoding.Latin1.GetString(await connection.ReadToEndAsync());

    private static async Task AssertStatusesAsync(WireConnection connection, params int[] statuses)
    {
        foreach (var status in statuses) Assert.Equal(status, (await connection.ReadHeadAsync()).Status);
    }

    private static string Publish(string channel, string body, string header = "") =>
        $"POST /publish?channel={channel} HTTP/1.1\r\nHost: localhost\r\n{header}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";

    private static string Chunked(string channel, string chunks) =>
        $"POST /publish?channel={channel} HTTP/1.1\r\nHost: localhost\r\n"
        + $"Transfer-Encoding: chunked\r\n\r\n{chunks}";
}
