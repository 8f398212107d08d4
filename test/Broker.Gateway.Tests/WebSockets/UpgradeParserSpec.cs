using System.Text;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Tests.WebSockets;

public class UpgradeParserSpec
{
    /// <summary>
    /// What curl sends for the contract's line (contract §1): its Host replaces curl's own.
    /// </summary>
    private const string Curl =
        "GET /subscribe HTTP/1.1\r\nHost: example.com:80\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
        + "Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://example.com:80\r\n"
        + "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private const string Browser =
        "GET /api/connect?client_name=Al%20ice&x=1?2 HTTP/1.1\r\nHost: localhost:8080\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\r\nAccept: */*\r\n"
        + "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
        + "Sec-WebSocket-Version: 13\r\nOrigin: http://localhost:8080\r\n"
        + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "DNT: 1\r\nConnection: keep-alive, Upgrade\r\nSec-Fetch-Dest: empty\r\n"
        + "Sec-Fetch-Mode: websocket\r\n"
        + "Sec-Fetch-Site: same-origin\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
        + "Upgrade: websocket\r\n\r\n";

    /// <summary>Edits of the curl request that HTTP has to judge.</summary>
    public static TheoryData<string, string> Odd => new()
    {
        { "GET /", "POST /" },
        { "GET /", "get /" },
        { "GET /", " GET /" },
        { "GET /", "\r\nGET /" },
        { "GET /subscribe", "GET http://example.com/subscribe" },
        { "GET /subscribe", "GET *" },
        { "/subscribe", "/sub%73cribe" },
        { "/subscribe", "/a/../subscribe" },
        { "/subscribe", "/./subscribe" },
        { "/subscribe", "//subscribe" },
        { "/subscribe", "/subscribe#top" },
        { "/subscribe", "/sub scribe" },
        { "/subscribe", "/sub\tscribe" },
        { "/subscribe", "/subscribé" },
        { "HTTP/1.1", "HTTP/1.0" },
        { "HTTP/1.1", "HTTP/1.1 " },
        { "HTTP/1.1\r\n", "HTTP/1.1\n" },
        { "Accept: */*\r\n", "Accept: */*\n" },
        { "Accept: */*\r\n", "Accept: *\r/*\r\n" },
        { "Accept: */*\r\n", "Accept: \0\r\n" },
        { "Accept: */*\r\n", "Accept: é\r\n" },
        { "Accept: */*\r\n", "Accept: a\r\n b\r\n" },
        { "Accept: */*\r\n", "Accept : */*\r\n" },
        { "Accept: */*\r\n", " Accept: */*\r\n" },
        { "Accept: */*\r\n", "Accept\r\n" },
        { "Accept: */*\r\n", ": */*\r\n" },
        { "Accept: */*\r\n", "Accept: */*\r\nAccept: */*\r\n" },
        { "Accept: */*\r\n", "Host: example.com:80\r\n" },
        { "Accept: */*\r\n", "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==\r\n" },
        { "Accept: */*\r\n", "Cookie: a=b\r\n" },
        { "Accept: */*\r\n", "Authorization: Bearer x\r\n" },
        { "Accept: */*\r\n", "Sec-WebSocket-Protocol: chat\r\n" },
        { "Accept: */*\r\n", "Content-Length: 0\r\n" },
        { "Accept: */*\r\n", "Transfer-Encoding: chunked\r\n" },
        { "Accept: */*\r\n", "Expect: 100-continue\r\n" },
        { "Accept: */*\r\n", "X-Forwarded-For: 1.2.3.4\r\n" },
        { "Host: example.com:80\r\n", "" },
        { "Host: example.com:80", "Host:" },
        { "Host: example.com:80", "Host: a/b" },
        { "Host: example.com:80", "Host: a, b" },
        { "Origin: http://example.com:80", "Origin: " },
        { "Connection: Upgrade\r\n", "" },
        { "Connection: Upgrade", "Connection: keep-alive" },
        { "Connection: Upgrade", "Connection: Upgrade, close" },
        { "Connection: Upgrade", "Connection: Upgraded" },
        { "Upgrade: websocket\r\n", "" },
        { "Upgrade: websocket", "Upgrade: h2c" },
        { "Upgrade: websocket", "Upgrade: h2c, websocket" },
        { "Sec-WebSocket-Version: 13\r\n", "" },
        { "Version: 13", "Version: 8" },
        { "Version: 13", "Version: 13, 8" },
        { "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==\r\n", "" },
        { "SGVsbG8sIHdvcmxkIQ==", "" },
        { "SGVsbG8sIHdvcmxkIQ==", "SGVsbG8sIHdvcmxkIQ" },
        { "SGVsbG8sIHdvcmxkIQ==", "SGVs bG8sIHdvcmxkIQ==" },
        { "SGVsbG8sIHdvcmxkIQ==", "not base64!" },
    };

    [Fact]
    public void Reads_the_curl_line_of_the_contract()
    {
        Assert.True(Parse(Curl, out var request));
        Assert.Equal("/subscribe", Text(request.Path));
        Assert.Equal("", Text(request.Query));
        Assert.Equal("example.com:80", Text(request[UpgradeHeader.Host]));
        Assert.Equal("http://example.com:80", Text(request[UpgradeHeader.Origin]));
        Assert.Equal("SGVsbG8sIHdvcmxkIQ==", Text(request[UpgradeHeader.Key]));
        Assert.Equal("", Text(request[UpgradeHeader.Extensions]));
        Assert.True(new OriginRule([]).Accepts(request));
    }

    [Fact]
    public void Reads_what_a_browser_sends()
    {
        Assert.True(Parse(Browser, out var request));
        Assert.Equal("/api/connect", Text(request.Path));
        Assert.Equal("client_name=Al%20ice&x=1?2", Text(request.Query));
        Assert.Equal("permessage-deflate", Text(request[UpgradeHeader.Extensions]));
        Assert.True(new OriginRule([]).Accepts(request));
    }

    [Fact]
    public void Reads_names_in_any_case_and_blanks_around_values()
    {
        var odd = Curl.Replace("Upgrade: websocket", "UPGRADE:\t WebSocket \t", StringComparison.Ordinal)
            .Replace("Host: example", "hOST:example", StringComparison.Ordinal)
            .Replace("Origin: http://example.com:80\r\n", "", StringComparison.Ordinal);
        Assert.True(Parse(odd, out var request));
        Assert.Equal("example.com:80", Text(request[UpgradeHeader.Host]));
        Assert.True(request[UpgradeHeader.Origin].IsEmpty);
    }

    [Theory]
    [InlineData(Curl)]
    [InlineData(Browser)]
    public void Leaves_a_head_that_is_not_whole_to_HTTP(string head)
    {
        for (var length = 0; length < head.Length; length++) Assert.False(Parse(head[..length], out _));
    }

    [Fact]
    public void Leaves_what_follows_the_head_in_the_input()
    {
        Assert.True(Parse(Curl + "\x81\x80GET", out var request));
        Assert.Equal(Curl, Text(request.Head.Span));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void Leaves_everything_unusual_to_HTTP(string text, string replacement)
    {
        Assert.Contains(text, Curl, StringComparison.Ordinal);
        var at = Curl.IndexOf(text, StringComparison.Ordinal);
        var odd = Curl[..at] + replacement + Curl[(at + text.Length)..];

        Assert.False(Parse(odd, out _));
    }

    [Theory]
    [InlineData("\x16\x03\x01")]
    [InlineData("PRI * HTTP/2.0\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public void Leaves_what_is_no_handshake_to_HTTP(string start) => Assert.False(Parse(start, out _));

    [Theory]
    [InlineData(UpgradeParser.HeadBytesMax, true)]
    [InlineData(UpgradeParser.HeadBytesMax + 1, false)]
    public void Leaves_a_long_head_to_HTTP(int length, bool isRecognised)
    {
        var padding = new string('a', length - Curl.Length);
        var head = Curl.Replace("/subscribe", "/subscribe" + padding, StringComparison.Ordinal);

        Assert.Equal(isRecognised, Parse(head, out _));
    }

    private static bool Parse(string head, out UpgradeRequest request) =>
        UpgradeParser.TryParse(Encoding.Latin1.GetBytes(head), out request);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
