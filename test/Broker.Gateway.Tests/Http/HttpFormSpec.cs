using Broker.Gateway.Tests.Hosting;

namespace Broker.Gateway.Tests.Http;

/// <summary>What HTTP allows a request to look like (RFC 9110, RFC 9112).</summary>
public class HttpFormSpec(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Chunks = "1\r\na\r\n0\r\n\r\n";

    private readonly RunningGateway _gateway = fixture.Gateway;

    [Theory]
    [InlineData("post /publish", "POST")]
    [InlineData("Post /publish", "POST")]
    [InlineData("get /healthz", "GET, HEAD")]
    [InlineData("head /healthz", "GET, HEAD")]
    [InlineData("options /publish", "POST")]
    [InlineData("put /v1/bid/0", "PUT")]
    [InlineData("PoSt /v1/signup", "POST")]
    public async Task A_method_in_another_case_is_another_method(string line, string allowed)
    {
        var answer = await _gateway.AnswerAsync(
            $"{line} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Equal((405, allowed), (answer.Status, answer["Allow"]));
    }

    [Fact]
    public async Task A_handshake_is_no_exception()
    {
        var answer = await _gateway.AnswerAsync(
            "get /subscribe HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AA==\r\n\r\n");

        Assert.Equal(405, answer.Status);
    }

    [Theory]
    [InlineData("chunked", 204)]
    [InlineData("CHUNKED", 204)]
    [InlineData("\tchunked ", 204)]
    [InlineData("gzip, chunked", 501)]
    [InlineData("gzip\r\nTransfer-Encoding: chunked", 501)]
    [InlineData("identity, chunked", 501)]
    [InlineData("gzip;level=1,chunked", 501)]
    [InlineData("chunked, chunked", 400)]
    [InlineData("chunked\r\nTransfer-Encoding: chunked", 400)]
    [InlineData("gzip", 400)]
    [InlineData("chunked, gzip", 400)]
    [InlineData("xchunked", 400)]
    [InlineData("\"chunked\"", 400)]
    [InlineData("chunked;q=1", 400)]
    [InlineData("", 400)]
    public async Task A_body_is_chunked_once_and_nothing_else(string coding, int status)
    {
        var answer = await _gateway.AnswerAsync(
            $"POST /publish HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {coding}\r\n\r\n{Chunks}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 204 ? null : "close", answer["Connection"]);
    }

    [Theory]
    [InlineData("GET /healthz", 501)]
    [InlineData("POST /nowhere", 501)]
    [InlineData("POST /token", 501)]
    public async Task A_coding_is_refused_on_every_route(string line, int status)
    {
        var answer = await _gateway.AnswerAsync(
            $"{line} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n{Chunks}");

        Assert.Equal(status, answer.Status);
    }
}
