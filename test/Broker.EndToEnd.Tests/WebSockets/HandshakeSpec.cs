using System.Text;

namespace Broker.EndToEnd.Tests.WebSockets;

public class HandshakeSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string KeyOf16Bytes = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Answers_the_RFCs_own_example()
    {
        var head = await AnswerAsync(
            Handshake($"Sec-WebSocket-Key: {KeyOf16Bytes}", "Sec-WebSocket-Version: 13"));

        Assert.Equal(101, head.Status);
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head["Sec-WebSocket-Accept"]);
        Assert.Equal("websocket", head["Upgrade"], ignoreCase: true);
        Assert.Equal("Upgrade", head["Connection"], ignoreCase: true);
    }

    [Fact]
    public async Task Accepts_the_contracts_key_of_13_bytes()
    {
        var head = await AnswerAsync(
            Handshake("Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==", "Sec-WebSocket-Version: 13"));

        Assert.Equal(101, head.Status);
        Assert.Equal("qGEgH3En71di5rrssAZTmtRTyFk=", head["Sec-WebSocket-Accept"]);
    }

    [Theory]
    [InlineData("no version", $"Sec-WebSocket-Key: {KeyOf16Bytes}")]
    [InlineData("an old version", $"Sec-WebSocket-Key: {KeyOf16Bytes}\r\nSec-WebSocket-Version: 8")]
    [InlineData("no number", $"Sec-WebSocket-Key: {KeyOf16Bytes}\r\nSec-WebSocket-Version: new")]
    public async Task A_missing_or_wrong_version_is_400_and_names_the_right_one(string what, string headers)
    {
        var head = await AnswerAsync(Handshake(headers));

        Assert.True(head.Status == 400, $"{what}: {head.Text}");
        Assert.Equal("13", head["Sec-WebSocket-Version"]);
        Assert.StartsWith("application/json", head["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key", "Sec-WebSocket-Version: 13")]
    [InlineData("an empty key", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ")]
    [InlineData("a key that is not base64", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: **not base64**")]
    public async Task A_missing_or_broken_key_is_400(string what, string headers)
    {
        var head = await AnswerAsync(Handshake(headers));

        Assert.True(head.Status == 400, $"{what}: {head.Text}");
        Assert.StartsWith("application/json", head["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connection: upgrade\r\nupgrade: WebSocket")]
    [InlineData("Connection: keep-alive, Upgrade\r\nUpgrade: websocket")]
    [InlineData("CONNECTION: keep-alive\r\nConnection: UPGRADE\r\nUPGRADE: WEBSOCKET")]
    public async Task Header_names_and_tokens_are_read_in_any_case_and_in_lists(string headers)
    {
        var head = await AnswerAsync(
            $"GET /subscribe HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"
            + $"Sec-WebSocket-Key: {KeyOf16Bytes}\r\nSec-WebSocket-Version: 13\r\n\r\n");

        Assert.Equal(101, head.Status);
    }

    [Fact]
    public async Task Unknown_subprotocols_and_extensions_are_offered_in_vain()
    {
        var head = await AnswerAsync(Handshake(
            $"Sec-WebSocket-Key: {KeyOf16Bytes}", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: mqtt, soap", "Sec-WebSocket-Extensions: x-unheard-of"));

        Assert.Equal(101, head.Status);
        Assert.Null(head["Sec-WebSocket-Protocol"]);
        Assert.Null(head["Sec-WebSocket-Extensions"]);
    }

    [Fact]
    public async Task May_arrive_in_segments_of_one_byte()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var handshake = WireConnection.Handshake("/subscribe?channel=bytewise", _broker.HttpPort);
        await connection.SendByteByByteAsync(Encoding.ASCII.GetBytes(handshake));
        Assert.Equal(101, (await connection.ReadHeadAsync()).Status);
        await _broker.Http.PublishAsync("bytewise", "hi");

        Assert.Equal("hi", (await connection.ReadFrameAsync()).Text);
    }

    [Fact]
    public async Task Frames_in_the_handshakes_own_segment_are_not_lost()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        var handshake = WireConnection.Handshake("/api/connect", _broker.HttpPort);
        var ping = new WireFrame(Opcode.Ping, "early"u8.ToArray());
        await connection.SendAsync([.. Encoding.ASCII.GetBytes(handshake), .. ping.ToBytes()]);
        Assert.Equal(101, (await connection.ReadHeadAsync()).Status);

        Assert.Contains("client_name", (await connection.ReadFrameAsync()).Text, StringComparison.Ordinal);
        Assert.Equal("early", (await connection.ReadFrameAsync()).Text);
    }

    [Fact]
    public async Task A_second_request_on_a_kept_connection_may_be_the_upgrade()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync("GET /healthcheck HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var health = await connection.ReadHeadAsync();
        await connection.ReadBodyAsync(health);
        await connection.SendAsync(WireConnection.Handshake("/api/connect", _broker.HttpPort));

        Assert.Equal(101, (await connection.ReadHeadAsync()).Status);
        Assert.Contains("client_name", (await connection.ReadFrameAsync()).Text, StringComparison.Ordinal);
    }

    private static string Handshake(params string[] headers) => string.Join(
        "\r\n",
        [
            "GET /subscribe HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
            .. headers, "\r\n",
        ]);

    private async Task<HttpHead> AnswerAsync(string request)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(request);
        return await connection.ReadHeadAsync();
    }
}
