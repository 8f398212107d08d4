using System.Text;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Broker.Gateway.Tests.WebSockets;

public class HandshakeSpec
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>A change to a good request, and what is wrong then.</summary>
    public static TheoryData<string, string[], string> Changes => new()
    {
        { "Upgrade", ["websocket"], "Ok" },
        { "Upgrade", ["h2c, WebSocket"], "Ok" },
        { "Upgrade", ["h2c", "websocket"], "Ok" },
        { "Connection", ["keep-alive ,\tUPGRADE"], "Ok" },
        { "Sec-WebSocket-Key", ["SGVsbG8sIHdvcmxkIQ=="], "Ok" },
        { "Sec-WebSocket-Key", ["QQ=="], "Ok" },
        { "Upgrade", [], "NotWebSocket" },
        { "Upgrade", ["h2c"], "NotWebSocket" },
        { "Upgrade", ["websockets"], "NotWebSocket" },
        { "Connection", [], "BadRequest" },
        { "Connection", ["keep-alive"], "BadRequest" },
        { "Sec-WebSocket-Version", [], "BadVersion" },
        { "Sec-WebSocket-Version", ["8"], "BadVersion" },
        { "Sec-WebSocket-Version", ["13, 8"], "BadVersion" },
        { "Sec-WebSocket-Version", ["13", "13"], "BadVersion" },
        { "Sec-WebSocket-Key", [], "BadKey" },
        { "Sec-WebSocket-Key", [""], "BadKey" },
        { "Sec-WebSocket-Key", ["===="], "BadKey" },
        { "Sec-WebSocket-Key", ["SGVsbG8"], "BadKey" },
        { "Sec-WebSocket-Key", ["SGVs bG8="], "BadKey" },
        { "Sec-WebSocket-Key", ["SGVsbG8ä"], "BadKey" },
        { "Sec-WebSocket-Key", [Key, Key], "BadKey" },
        { "Sec-WebSocket-Key", [Key + "," + Key], "BadKey" },
    };

    [Fact]
    public void Answers_the_sample_key_of_the_rfc() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Handshake.Accept(Key));

    [Fact]
    public void Writes_the_whole_response() =>
        Assert.Equal(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
            Response(Key, ""));

    [Fact]
    public void Writes_what_was_agreed_into_the_response() =>
        Assert.EndsWith(
            "xOo=\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
            Response(Key, "permessage-deflate"),
            StringComparison.Ordinal);

    [Fact]
    public void Has_room_for_the_longest_key_and_extension()
    {
        var key = new string('A', Handshake.KeyLengthMax);
        Assert.True(Handshake.IsKey(Encoding.ASCII.GetBytes(key)));
        Assert.False(Handshake.IsKey(Encoding.ASCII.GetBytes(key + "AAAA")));

        var agreed = DeflateNegotiation.Negotiate("permessage-deflate; server_max_window_bits=15");
        Assert.Contains(agreed!, Response(key, agreed!), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Judges_requests_that_came_through_http(string name, string[] values, string result)
    {
        var headers = new HeaderDictionary
        {
            ["Upgrade"] = "websocket",
            ["Connection"] = "Upgrade",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = Key,
        };
        headers[name] = new StringValues(values);
        Assert.Equal(result, Handshake.Check(headers).ToString());
    }

    private static string Response(string key, string extensions)
    {
        var response = new byte[Handshake.ResponseLengthMax];
        var length = Handshake.WriteResponse(
            response, Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(extensions));
        return Encoding.ASCII.GetString(response, 0, length);
    }
}
