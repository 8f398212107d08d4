using System.Text;
using Broker.Gateway.Broadcast;
using Broker.Gateway.PlainRequests;
using Broker.Gateway.Tests.WebSockets;

namespace Broker.Gateway.Tests.Broadcast;

public class PublishParserSpec
{
    private const string Curl =
        "POST /publish?channel=a%20b HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: curl/8.5.0\r\n"
        + "Accept: */*\r\nContent-Length: 5\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n";

    private const string Fetch =
        "POST /publish HTTP/1.1\r\nhost: [::1]:8080\r\nconnection: keep-alive\r\n"
        + "content-type: text/plain;charset=UTF-8\r\naccept: */*\r\naccept-language: *\r\n"
        + "sec-fetch-mode: cors\r\nuser-agent: node\r\naccept-encoding: gzip, deflate\r\n"
        + "content-length: 65536\r\n\r\n";

    /// <summary>An edit of the curl request that HTTP has to judge.</summary>
    public static TheoryData<string, string> Odd => new()
    {
        { "POST /", "GET /" },
        { "POST /", "post /" },
        { "POST /", "\r\nPOST /" },
        { "POST /", "POST http://localhost/" },
        { "/publish", "/publish/" },
        { "/publish", "/publisher" },
        { "/publish", "/Publish" },
        { "/publish", "/%70ublish" },
        { "/publish", "//publish" },
        { "/publish", "/./publish" },
        { "a%20b", "a b" },
        { "a%20b", "a#b" },
        { "a%20b", "é" },
        { "HTTP/1.1", "HTTP/1.0" },
        { "HTTP/1.1\r\n", "HTTP/1.1\n" },
        { "Accept: */*\r\n", "Accept: */*\n" },
        { "Accept: */*\r\n", "Accept : */*\r\n" },
        { "Accept: */*\r\n", "Accept: a\r\n b\r\n" },
        { "Accept: */*\r\n", "Accept: \0\r\n" },
        { "Accept: */*\r\n", "Accept: a\r\nAccept: b\r\n" },
        { "Accept: */*\r\n", "Authorization: Bearer x\r\n" },
        { "Accept: */*\r\n", "Connection: close\r\n" },
        { "Accept: */*\r\n", "Connection: keep-alive, close\r\n" },
        { "Accept: */*\r\n", "Connection: Upgrade\r\n" },
        { "Accept: */*\r\n", "Content-Encoding: gzip\r\n" },
        { "Accept: */*\r\n", "Content-Length: 5\r\n" },
        { "Accept: */*\r\n", "Cookie: a=b\r\n" },
        { "Accept: */*\r\n", "Expect: 100-continue\r\n" },
        { "Accept: */*\r\n", "Host: localhost:8080\r\n" },
        { "Accept: */*\r\n", "Idempotency-Key: 1\r\n" },
        { "Accept: */*\r\n", "Origin: http://localhost:8080\r\n" },
        { "Accept: */*\r\n", "Prefer: return=representation\r\n" },
        { "Accept: */*\r\n", "Sec-WebSocket-Version: 13\r\n" },
        { "Accept: */*\r\n", "Trailer: a\r\n" },
        { "Accept: */*\r\n", "Transfer-Encoding: chunked\r\n" },
        { "Accept: */*\r\n", "Upgrade: websocket\r\n" },
        { "Accept: */*\r\n", "X-Forwarded-For: 1.2.3.4\r\n" },
        { "Host: localhost:8080\r\n", "" },
        { "Host: localhost:8080", "Host:" },
        { "Host: localhost:8080", "Host: a/b" },
        { "Host: localhost:8080", "Host: a:b" },
        { "Host: localhost:8080", "Host: :8080" },
        { "Host: localhost:8080", "Host: [::1" },
        { "Content-Length: 5\r\n", "" },
        { "Length: 5", "Length:" },
        { "Length: 5", "Length: -1" },
        { "Length: 5", "Length: +5" },
        { "Length: 5", "Length: 5, 5" },
        { "Length: 5", "Length: 5 5" },
        { "Length: 5", "Length: 0x5" },
        { "Length: 5", "Length: 65537" },
        { "Length: 5", "Length: 4294967301" },
        { "Length: 5", "Length: 00000005" },
    };

    [Fact]
    public void Reads_what_curl_sends()
    {
        Assert.Equal(PlainOutcome.Plain, Parse(Curl + "hello", out var request));
        Assert.Equal("channel=a%20b", Encoding.ASCII.GetString(request.Query));
        Assert.Equal((Curl.Length, 5), (request.HeadLength, request.BodyLength));
    }

    [Fact]
    public void Reads_what_fetch_sends()
    {
        Assert.Equal(PlainOutcome.Plain, Parse(Fetch, out var request));
        Assert.True(request.Query.IsEmpty);
        Assert.Equal(PublishParser.BodyBytesMax, request.BodyLength);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    public void Reads_any_length_that_is_digits(string text, int length)
    {
        Assert.Equal(PlainOutcome.Plain, Parse(Edit("Length: 5", "Length: " + text), out var request));
        Assert.Equal(length, request.BodyLength);
    }

    [Theory]
    [InlineData(Curl)]
    [InlineData(Fetch)]
    public void Is_incomplete_until_the_last_byte_of_the_head_and_leaves_what_follows(string head)
    {
        for (var length = 0; length < head.Length; length++)
        {
            Assert.Equal(PlainOutcome.Incomplete, Parse(head[..length], out _));
            Assert.Equal(PlainOutcome.Incomplete, Parse(head[..length], out _, segmentLength: 7));
        }

        for (var segmentLength = 1; segmentLength < head.Length; segmentLength += 13)
        {
            Assert.Equal(PlainOutcome.Plain, Parse(head + "\x81\x80POST", out var request, segmentLength));
            Assert.Equal(head.Length, request.HeadLength);
        }
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void Leaves_everything_odd_to_http(string text, string replacement)
    {
        var odd = Edit(text, replacement);

        Assert.Equal(PlainOutcome.NotPlain, Parse(odd, out _));
        Assert.Equal(PlainOutcome.NotPlain, Parse(odd, out _, segmentLength: 1));
    }

    [Theory]
    [InlineData("G")]
    [InlineData("POST /pusher")]
    [InlineData("POST /publish HTTP/1.1\r\nExpect: 100-continue\r\n")]
    public void Waits_no_longer_than_it_must(string start) =>
        Assert.Equal(PlainOutcome.NotPlain, Parse(start, out _));

    private static string Edit(string text, string replacement)
    {
        var at = Curl.IndexOf(text, StringComparison.Ordinal);
        Assert.NotEqual(-1, at);
        return Curl[..at] + replacement + Curl[(at + text.Length)..];
    }

    private static PlainOutcome Parse(string bytes, out PublishRequest request, int segmentLength = 9999) =>
        PublishParser.TryParse(Sequence.Of(Encoding.Latin1.GetBytes(bytes), segmentLength), out request);
}
