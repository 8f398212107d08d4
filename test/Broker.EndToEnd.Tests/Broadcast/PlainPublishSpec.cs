using System.Text;

namespace Broker.EndToEnd.Tests.Broadcast;

/// <summary>
/// Plain publishes are answered in front of HTTP; a client must not be able to tell. A header that nothing
/// knows makes a publish HTTP's, and all that follows on the connection.
/// </summary>
public class PlainPublishSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Unusual = "X-Unusual: 1\r\n";
    private const string Receipt = "Prefer: return=representation\r\n";

    private static readonly int AnswerLength =
        "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n".Length;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("POST /publish?channel=a%20b&c HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("POST /publish?channel=%24x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("POST /publish?channel= HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n@\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n@\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n@\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\n@\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nContent-Length: 0\r\n@\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a:b\r\nContent-Length: 0\r\n@\r\n")]
    [InlineData("POST /publish HTTP/1.0\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nContent-Length: 2\r\n@\r\nhi")]
    [InlineData("PUT /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n@\r\nhi")]
    public async Task Is_answered_like_a_publish_that_HTTP_takes(string request)
    {
        var plain = await AnswerAsync(request.Replace("@", "", StringComparison.Ordinal));
        var http = await AnswerAsync(request.Replace("@", Unusual, StringComparison.Ordinal));

        Assert.Equal(http, plain);
    }

    [Fact]
    public async Task Plain_and_unusual_publishes_follow_each_other_on_one_connection()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "mixed");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        string[] headers = ["", "Accept: */*\r\n", Unusual, "", Receipt, ""];
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

    [Theory]
    [InlineData("")]
    [InlineData(Unusual)]
    public async Task Answers_in_order_what_comes_in_one_piece(string header)
    {
        const int count = 500;
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "pipelined");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var first = Enumerable.Range(0, count).Select(number => Publish("pipelined", $"{number}"));
        await connection.SendAsync(string.Concat(first) + Publish("pipelined", "last", header)
            + "GET /healthcheck HTTP/1.1\r\nHost: a\r\n\r\n");

        for (var number = 0; number <= count; number++)
            Assert.Equal(204, (await connection.ReadHeadAsync()).Status);
        Assert.Equal(200, (await connection.ReadHeadAsync()).Status);
        for (var number = 0; number < count; number++)
            Assert.Equal($"{number}", await subscriber.NextTextAsync());
        Assert.Equal("last", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Garbage_behind_publishes_gets_400_after_their_answers()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var publishes = Publish("garbage", "1") + Publish("garbage", "2");
        await connection.SendAsync(publishes + "\u0016\u0003\u0001 what?\r\n\r\n");

        await AssertStatusesAsync(connection, 204, 204, 400);
        await connection.ReadToEndAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(Unusual)]
    public async Task May_come_byte_by_byte(string header)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "bytes");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Publish("bytes", "0"));
        await connection.SendByteByByteAsync(Encoding.ASCII.GetBytes(Publish("bytes", "1", header)));
        await connection.SendAsync(Publish("bytes", "2"));

        await AssertStatusesAsync(connection, 204, 204, 204);
        foreach (var text in (string[])["0", "1", "2"]) Assert.Equal(text, await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1024 * 1024)]
    public async Task A_body_may_come_in_many_pieces(int length)
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
    public async Task A_body_that_stalls_is_not_waited_for(string begun)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(Publish("stalls", "1") + begun);

        await AssertStatusesAsync(connection, 204, 408);
        await connection.ReadToEndAsync();
    }

    [Fact]
    public async Task A_client_that_reads_late_gets_every_answer()
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

    private async Task<string> AnswerAsync(string request)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(request);
        var head = await connection.ReadHeadAsync();
        Assert.NotNull(head["Date"]);
        var lines = head.Text.Split("\r\n")
            .Where(line => !line.StartsWith("Date:", StringComparison.Ordinal));
        var body = head["Content-Length"] is null ? "" : await connection.ReadBodyAsync(head);
        return string.Join("\r\n", lines) + body;
    }

    private static async Task AssertStatusesAsync(WireConnection connection, params int[] statuses)
    {
        foreach (var status in statuses) Assert.Equal(status, (await connection.ReadHeadAsync()).Status);
    }

    private static string Publish(string channel, string body, string header = "") =>
        $"POST /publish?channel={channel} HTTP/1.1\r\nHost: localhost\r\n{header}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";
}
