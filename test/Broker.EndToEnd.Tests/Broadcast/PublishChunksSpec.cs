using System.Text;

namespace Broker.EndToEnd.Tests.Broadcast;

/// <summary>
/// Bodies in chunks (RFC 9112 §7.1): the limit counts what is in them, and not how they are cut.
/// </summary>
public class PublishChunksSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int BytesMax = 1024 * 1024;
    private const int BatchBytesMax = 16 * BytesMax;

    private readonly BrokerProcess _broker = fixture.Broker;

    public static TheoryData<int> ChunkSizes => [1, 2, 7, 1000, 4096, 65_536, BytesMax - 1, BytesMax];

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task A_publication_of_the_limit_is_taken_in_chunks_of_any_size(int size)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "chunks");
        var body = Content(BytesMax);

        Assert.Equal(204, await StatusAsync("/publish?channel=chunks", Chunked(body, size)));
        Assert.Equal(body, await subscriber.NextTextAsync());
    }

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task One_byte_more_is_refused_in_chunks_of_any_size(int size)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "chunks-over");
        var refused = await StatusAsync("/publish?channel=chunks-over", Chunked(Content(BytesMax + 1), size));
        await _broker.Http.PublishAsync("chunks-over", "next");

        Assert.Equal(413, refused);
        Assert.Equal("next", await subscriber.NextTextAsync());
    }

    [Theory]
    [InlineData("8")]
    [InlineData("1")]
    public async Task Lengths_with_leading_zeros_count_as_little(string digits) => Assert.Equal(
        204, await StatusAsync("/publish?channel=chunks", Chunked(Content(BytesMax), 1, $"x{digits}")));

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(8 * BytesMax)]
    public async Task A_message_and_a_line_of_the_limit_are_taken_in_chunks_of_any_size(int size)
    {
        var content = Content(BytesMax);
        var message = $$"""{"username":"chunks","content":"{{content}}"}""";

        Assert.Equal(200, await StatusAsync("/message", Chunked(message, size)));
        using var connection = await SentAsync(
            "/publish/batch?channel=chunks", Chunked($$"""{"content":"{{content}}"}""", size));
        Assert.Equal(
            """{"accepted":1,"errors":[]}""",
            await connection.ReadBodyAsync(await connection.ReadHeadAsync()));
    }

    // With what is around the chunks it is longer than any body may be.
    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 413)]
    public async Task A_batch_of_the_limit_is_taken_in_small_chunks(int more, int status)
    {
        var body = """{"content":"x"}""".PadRight(BatchBytesMax + more);

        Assert.Equal(status, await StatusAsync("/publish/batch?channel=chunks", Chunked(body, 16)));
    }

    private static string Content(int length) =>
        string.Concat(Enumerable.Range(0, (length + 7) / 8).Select(i => $"{i:x8}"))[..length];

    private static string Chunked(string body, int size, string format = "x")
    {
        var chunks = new StringBuilder(body.Length * 2);
        for (var at = 0; at < body.Length; at += size)
        {
            var length = Math.Min(size, body.Length - at);
            chunks.Append(length.ToString(format, null)).Append("\r\n");
            chunks.Append(body, at, length).Append("\r\n");
        }
        return chunks.Append("0\r\n\r\n").ToString();
    }

    private async Task<int> StatusAsync(string target, string chunks)
    {
        using var connection = await SentAsync(target, chunks);
        return (await connection.ReadHeadAsync()).Status;
    }

    private async Task<WireConnection> SentAsync(string target, string chunks)
    {
        var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.TrySendAsync(Encoding.ASCII.GetBytes(
            $"POST {target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"));
        return connection;
    }
}
