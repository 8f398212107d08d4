using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Broadcast;

public class PublishSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int BodyBytesMax = 1024 * 1024;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Answers_204_without_a_body_also_when_nobody_listens()
    {
        using var answer = await _broker.Http.PostAsync("nobody-here", "hi"u8.ToArray());

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Goes_to_the_channel_broadcast_when_none_is_named()
    {
        using var subscriber = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe");
        await _broker.Http.PublishAsync("broadcast", "by name");

        Assert.Equal("by name", (await subscriber.ReadFrameAsync()).Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(BodyBytesMax)]
    public async Task Arrives_as_one_text_frame_byte_for_byte(int length)
    {
        using var subscriber =
            await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=bytes");
        var body = Enumerable.Range(0, length).Select(index => (byte)(index % 128)).ToArray();
        await _broker.Http.PublishAsync("bytes", body);

        var frame = await subscriber.ReadFrameAsync();
        Assert.Equal((Opcode.Text, true, 0), (frame.Opcode, frame.Fin, frame.Reserved));
        Assert.Equal(body, frame.Payload);
    }

    [Theory]
    [InlineData("{\"json\": true}\n")]
    [InlineData("\uFEFFwith a byte order mark")]
    [InlineData("line\r\nline\rline\0after nul")]
    [InlineData("日本語 🎉 é")]
    public async Task Keeps_the_text_as_it_is(string text)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "text");
        await _broker.Http.PublishAsync("text", text);

        Assert.Equal(Encoding.UTF8.GetBytes(text), (await subscriber.NextAsync()).Bytes);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x00, 0x01 })]
    [InlineData(new byte[] { 0x61, 0xc3 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })]
    public async Task Arrives_as_one_binary_frame_when_it_is_not_UTF_8(byte[] body)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "binary");
        await _broker.Http.PublishAsync("binary", body);
        var message = await subscriber.NextAsync();

        Assert.Equal(WebSocketMessageType.Binary, message.Type);
        Assert.Equal(body, message.Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_the_limit_is_413_and_delivers_nothing(bool chunked)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "large");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var size = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {BodyBytesMax + 1}";
        var prefix = chunked ? $"{BodyBytesMax + 1:x}\r\n" : "";
        var suffix = chunked ? "\r\n0\r\n\r\n" : "";
        await connection.SendAsync(
            $"POST /publish?channel=large HTTP/1.1\r\nHost: localhost\r\n{size}\r\n\r\n{prefix}");
        await connection.TrySendAsync(new byte[BodyBytesMax + 1]);
        await connection.TrySendAsync(Encoding.ASCII.GetBytes(suffix));
        await _broker.Http.PublishAsync("large", "after");

        Assert.Equal(413, (await connection.ReadHeadAsync()).Status);
        Assert.Equal("after", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData(BodyBytesMax)]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task A_chunked_body_of_exactly_the_limit_arrives_in_chunks_of_any_size(int size)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "chunked");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(
            "POST /publish?channel=chunked HTTP/1.1\r\nHost: localhost\r\n"
            + $"Transfer-Encoding: chunked\r\n\r\n{Chunked(BodyBytesMax, size)}");

        Assert.Equal(204, (await connection.ReadHeadAsync()).Status);
        Assert.Equal(BodyBytesMax, (await subscriber.NextAsync()).Bytes.Length);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    [InlineData("not a content type")]
    [InlineData(null)]
    public async Task Takes_any_content_type(string? contentType)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "types");
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var header = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        await connection.SendAsync(
            $"POST /publish?channel=types HTTP/1.1\r\nHost: localhost\r\n{header}"
            + "Content-Length: 3\r\n\r\na=b");

        Assert.Equal(204, (await connection.ReadHeadAsync()).Status);
        Assert.Equal("a=b", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Never_fails_because_a_subscriber_went_away()
    {
        using var gone = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=gone");
        using var stays = await BroadcastClient.SubscribeAsync(_broker, "gone");
        gone.Reset();
        var texts = Enumerable.Range(1, 20).Select(number => $"{number}").ToList();
        foreach (var text in texts) await _broker.Http.PublishAsync("gone", text);

        foreach (var text in texts) Assert.Equal(text, await stays.NextTextAsync());
        await _broker.Http.ReachesAsync("gone", receivers: 1);
    }

    [Theory]
    [InlineData("$offers")]
    [InlineData("$hub.1")]
    [InlineData("$")]
    [InlineData("tab\there")]
    [InlineData("nul\0here")]
    [InlineData("delete\u007fhere")]
    [InlineData("next-line\u0085here")]
    public async Task A_reserved_or_invalid_channel_name_is_refused(string channel)
    {
        using var answer = await _broker.Http.PostAsync(channel, "hi"u8.ToArray());

        await AssertRefusedAsync(answer);
    }

    [Fact]
    public async Task A_channel_name_may_have_255_bytes_and_not_one_more()
    {
        using var longest = await _broker.Http.PostAsync(new string('n', 253) + "é", "hi"u8.ToArray());
        using var longer = await _broker.Http.PostAsync(new string('n', 254) + "é", "hi"u8.ToArray());

        Assert.Equal(HttpStatusCode.NoContent, longest.StatusCode);
        await AssertRefusedAsync(longer);
    }

    [Fact]
    public async Task A_channel_name_that_is_not_UTF_8_is_refused()
    {
        using var answer = await _broker.Http.SendAsync(HttpMethod.Post, "/publish?channel=%ff%fe");

        await AssertRefusedAsync(answer);
    }

    [Fact]
    public async Task Channel_names_are_case_sensitive()
    {
        using var upper = await BroadcastClient.SubscribeAsync(_broker, "Case");
        await _broker.Http.PublishAsync("case", "for the lower");
        await _broker.Http.PublishAsync("Case", "for the upper");

        Assert.Equal("for the upper", await upper.NextTextAsync());
    }

    private static string Chunked(int length, int size)
    {
        var body = new StringBuilder();
        for (var left = length; left > 0; left -= size)
        {
            var chunk = Math.Min(left, size);
            body.Append(CultureInfo.InvariantCulture, $"{chunk:x}\r\n").Append('x', chunk).Append("\r\n");
        }
        return body.Append("0\r\n\r\n").ToString();
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer)
    {
        Assert.InRange((int)answer.StatusCode, 400, 499);
        var error = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.False(string.IsNullOrEmpty((string?)error!["message"]));
    }
}
