using System.Text;
using Broker.Gateway.PlainRequests;
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

    /// <summary>An edit of the curl request that HTTP has to judge.</summary>
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
        Assert.Equal(PlainOutcome.Plain, Parse(Curl, out var request));
        Assert.Equal("/subscribe", Text(request.Path));
        Assert.Equal("", Text(request.Query));
        Assert.Equal("example.com:80", Text(request.Host));
        Assert.Equal("http://example.com:80", Text(request.Origin));
        Assert.Equal("SGVsbG8sIHdvcmxkIQ==", Text(request.Key));
        Assert.Equal("", Text(request.Extensions));
        Assert.True(new OriginRule([]).Accepts(request));
    }

    [Fact]
    public void Reads_what_a_browser_sends()
    {
        Assert.Equal(PlainOutcome.Plain, Parse(Browser, out var request));
        Assert.Equal("/api/connect", Text(request.Path));
        Assert.Equal("client_name=Al%20ice&x=1?2", Text(request.Query));
        Assert.Equal("permessage-deflate", Text(request.Extensions));
        Assert.True(new OriginRule([]).Accepts(request));
    }

    [Fact]
    public void Reads_names_in_any_case_and_blanks_around_values()
    {
        var odd = Curl.Replace("Upgrade: websocket", "UPGRADE:\t WebSocket \t", StringComparison.Ordinal)
            .Replace("Host: example", "hOST:example", StringComparison.Ordinal)
            .Replace("Origin: http://example.com:80\r\n", "", StringComparison.Ordinal);
        Assert.Equal(PlainOutcome.Plain, Parse(odd, out var request));
        Assert.Equal("example.com:80", Text(request.Host));
        Assert.True(request.Origin.IsEmpty);
    }

    [Theory]
    [InlineData(Curl)]
    [InlineData(Browser)]
    public void Is_incomplete_until_the_last_byte_and_leaves_what_follows(string head)
    {
        for (var length = 0; length < head.Length; length++)
        {
            Assert.Equal(PlainOutcome.Incomplete, Parse(head[..length], out _));
            Assert.Equal(PlainOutcome.Incomplete, Parse(head[..length], out _, segmentLength: 7));
        }

        for (var segmentLength = 1; segmentLength < head.Length; segmentLength += 13)
        {
            Assert.Equal(PlainOutcome.Plain, Parse(head + "\x81\x80GET", out var request, segmentLength));
            Assert.Equal(head, Text(request.Head.Span));
            Assert.EndsWith("==", Text(request.Key), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void Leaves_everything_odd_to_http(string text, string replacement)
    {
        Assert.Contains(text, Curl, StringComparison.Ordinal);
        var at = Curl.IndexOf(text, StringComparison.Ordinal);
        var odd = Curl[..at] + replacement + Curl[(at + text.Length)..];

        Assert.Equal(PlainOutcome.NotPlain, Parse(odd, out _));
        Assert.Equal(PlainOutcome.NotPlain, Parse(odd, out _, segmentLength: 1));
    }

    [Theory]
    [InlineData("\x16\x03\x01")]
    [InlineData("PRI * HTTP/2.0")]
    [InlineData("P")]
    [InlineData("GEX")]
    [InlineData("\r\n")]
    [InlineData("GET / HTTP/1.1\n")]
    [InlineData("GET / HTTP/1.1\r\nCookie: a\r\n")]
    public void Waits_no_longer_than_it_must(string start) =>
        Assert.Equal(PlainOutcome.NotPlain, Parse(start, out _));

    [Fact]
    public void Leaves_a_long_head_to_http_at_the_limit()
    {
        var start = "GET /" + new string('a', PlainHeadReader.HeadBytesMax - 6);
        Assert.Equal(PlainOutcome.Incomplete, Parse(start, out _));
        Assert.Equal(PlainOutcome.NotPlain, Parse(start + "a", out _));
        Assert.Equal(PlainOutcome.NotPlain, Parse(start + "aa", out _, segmentLength: 1000));
    }

    private static PlainOutcome Parse(string head, out UpgradeRequest request, int segmentLength = 9999) =>
        UpgradeParser.TryParse(Sequence.Of(Encoding.Latin1.GetBytes(head), segmentLength), out request);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
