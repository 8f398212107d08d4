using System.Text;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Tests.WebSockets;

public class OriginRuleSpec
{
    private static readonly OriginRule Rule = new(
        ["http://localhost:4000", "https://app.example:443", "capacitor://localhost"]);

    [Theory]
    [InlineData(null, "example.com")]
    [InlineData("http://example.com:80", "example.com:80")]
    [InlineData("http://example.com", "example.com")]
    [InlineData("http://example.com", "example.com:80")]
    [InlineData("http://example.com:80", "example.com")]
    [InlineData("https://example.com", "example.com:443")]
    [InlineData("https://example.com", "example.com")]
    [InlineData("ws://example.com", "example.com:80")]
    [InlineData("wss://example.com", "example.com:443")]
    [InlineData("HTTP://Example.COM", "eXample.com")]
    [InlineData("http://localhost:8080", "localhost:8080")]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("http://[::1]:8080", "[::1]:8080")]
    [InlineData("http://[::1]", "[0:0::1]:80")]
    [InlineData("http://[FE80::A]", "[fe80::a]")]
    [InlineData("http://localhost:4000", "localhost:8080")]
    [InlineData("https://app.example", "localhost:8080")]
    [InlineData("https://APP.example:443", "localhost:8080")]
    [InlineData("custom://example.com:8080", "example.com:8080")]
    [InlineData("capacitor://localhost", "127.0.0.1:8080")]
    [InlineData("CAPACITOR://LocalHost", "localhost")]
    public void Accepts(string? origin, string host) => Assert.True(Both(origin, host));

    [Theory]
    [InlineData("null", "example.com")]
    [InlineData("null", "null")]
    [InlineData("example.com", "example.com")]
    [InlineData("//example.com", "example.com")]
    [InlineData("http:example.com", "example.com")]
    [InlineData("http://", "example.com")]
    [InlineData("http://example.com/", "example.com")]
    [InlineData("http://example.com?", "example.com")]
    [InlineData("http://user@example.com", "example.com")]
    [InlineData("http://example.com http://example.com", "example.com")]
    [InlineData("http://example.com, http://example.com", "example.com")]
    [InlineData("http://evil.example", "example.com")]
    [InlineData("http://example.com.evil.example", "example.com")]
    [InlineData("http://evil-example.com", "example.com")]
    [InlineData("http://example.com:81", "example.com")]
    [InlineData("http://example.com", "example.com:8080")]
    [InlineData("http://example.com", "example.com:443")]
    [InlineData("https://example.com", "example.com:80")]
    [InlineData("http://example.com:", "example.com")]
    [InlineData("http://example.com:080800", "example.com:80800")]
    [InlineData("http://example.com:99999", "example.com:99999")]
    [InlineData("http://example.com:-1", "example.com")]
    [InlineData("http://example.com:+80", "example.com")]
    [InlineData("http://[::1]", "[::2]")]
    [InlineData("http://[::1]x", "[::1]")]
    [InlineData("http://[::1", "[::1")]
    [InlineData("http://[]", "[]")]
    [InlineData("http://[127.0.0.1]", "127.0.0.1")]
    [InlineData("http://[::1%251]", "[::1%251]")]
    [InlineData("http://[example.com]", "[example.com]")]
    [InlineData("1http://example.com:80", "example.com:80")]
    [InlineData("custom://example.com", "example.com")]
    [InlineData("capacitor://localhost:80", "127.0.0.1:8080")]
    [InlineData("capacitor://localhost.evil.example", "127.0.0.1:8080")]
    [InlineData("ionic://localhost", "127.0.0.1:8080")]
    [InlineData("https://localhost:4000", "localhost:8080")]
    [InlineData("http://app.example", "localhost:8080")]
    [InlineData("http://example.com", "")]
    public void Refuses(string origin, string host) => Assert.False(Both(origin, host));

    [Fact]
    public void Refuses_an_empty_origin_and_a_very_long_one()
    {
        var name = new string('a', 300);
        Assert.False(Rule.Accepts("", "example.com"));
        Assert.False(Rule.Accepts($"http://{name}", name));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("example.com")]
    [InlineData("http://example.com/")]
    public void Is_not_made_with_an_entry_that_is_no_origin(string entry) =>
        Assert.Throws<FormatException>(() => new OriginRule([entry]));

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://app.example:443", true)]
    [InlineData("capacitor://localhost", true)]
    [InlineData("http://app.example", false)]
    [InlineData("https://app.example:444", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void Lists_an_origin_however_it_is_spelled(string origin, bool isListed) =>
        Assert.Equal(isListed, Rule.IsListed(origin));

    // By HTTP and, where such a request can be recognised in front of it, there too.
    private static bool Both(string? origin, string host)
    {
        var accepted = origin is null || Rule.Accepts(origin, host);
        var head = $"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + (origin is null ? "" : $"Origin: {origin}\r\n")
            + "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        if (UpgradeParser.TryParse(Encoding.ASCII.GetBytes(head), out var request))
            Assert.Equal(accepted, Rule.Accepts(request));

        return accepted;
    }
}
