using System.Buffers.Binary;
using System.Text;

namespace Broker.Fuzz;

/// <summary>Makes inputs of every protocol, most of them wrong.</summary>
internal static class Inputs
{
    private static readonly string[] Sockets =
        ["/subscribe", "/subscribe?channel=fuzz&since=1", "/api/connect?client_name=", "/v1/stream", "/ws"];

    private static readonly string[] Requests =
    [
        "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello",
        "POST /publish?channel=fuzz HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k\r\n"
            + "Prefer: return=representation\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "POST /publish HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100000005\r\nhi",
        "POST /publish/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 53\r\n\r\n"
            + "{\"content\":\"a\",\"channel\":\"fuzz\"}\n{\"base64\":\"aGVsbG8=\"}\n",
        "GET /subscribe HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            + "Last-Event-ID: e-1\r\n\r\n",
        "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{\"username\":\"alice\"}",
        "POST /ws/token HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.AA\r\n"
            + "Content-Length: 0\r\n\r\n",
        "POST /message HTTP/1.1\r\nHost: localhost\r\nContent-Length: 36\r\n\r\n"
            + "{\"username\":\"alice\",\"content\":\"text\"}",
        "GET /message?username=alice&since=0 HTTP/1.1\r\nHost: localhost\r\n"
            + "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJ1c2VybmFtZSI6ImFsaWNlIn0.\r\n\r\n",
        "POST /v1/signup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 38\r\n\r\n"
            + "{\"username\":\"alice\",\"password\":\"secret\"}",
        "POST /v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 38\r\n\r\n"
            + "{\"username\":\"alice\",\"password\":\"secret\"}",
        "POST /v1/offer HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.AA\r\n"
            + "Content-Length: 35\r\n\r\n{\"bid_price\":12.5,\"title\":\"a thing\"}",
        "GET /v1/offers?size=10&page=0&sortKey=-bidprice HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /readyz HTTP/1.0\r\n\r\n",
        "HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /console/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /admin/stats HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002",
    ];

    private static readonly string[] Messages =
    [
        """{"action":"subscribe","params":{"channel_name":"fuzz"},"id":1}""",
        """{"action":"subscribe","params":{"channel_name":"fuzz","since":{"offset":7,"epoch":"e"}}}""",
        """{"action":"publish","params":{"channel_name":"fuzz","content":"text"},"id":"a"}""",
        """{"action":"unsubscribe","params":{"channel_name":"fuzz"}}""",
        """{"action":"list","params":{"limit":10,"after":"a"}}""", """{"action":"list"}""",
        """{"action":"history","params":{"channel_name":"fuzz","limit":50}}""",
        """{"action":"presence","params":{"channel_name":"fuzz"}}""",
        """{"action":"authenticate","params":{"token":"eyJhbGciOiJIUzI1NiJ9.e30.AA"}}""",
        """{"event":"authenticate","token":"eyJhbGciOiJIUzI1NiJ9.e30.AA"}""",
        """{"event":"get_offers","token":"eyJhbGciOiJIUzI1NiJ9.e30.AA","page":0,"size":10}""",
    ];

    private static readonly string[] HubLines =
    [
        "identity\n", "list\n", "echo\nhello", "echo 5\nhello", "relay\n1, 2\nhello",
        "relay 5\n1,2,3\nhello", "relay x\n",
        "authenticate eyJhbGciOiJIUzI1NiJ9.e30.AA\n", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\r\n",
    ];

    public static Input Next(Random random) => random.Next(10) switch
    {
        < 4 => new Input("HTTP", IsHub: false, Http(random)),
        < 7 => Socket(random),
        < 9 => new Input("hub, text", IsHub: true, Repeat(random, () => Some(HubLines, random))),
        _ => new Input("hub, frames", IsHub: true, HubFrames(random)),
    };

    // Several on one connection, as a client that pipelines.
    private static byte[] Http(Random random) => Repeat(random, () => Some(Requests, random));

    private static Input Socket(Random random)
    {
        var path = Sockets[random.Next(Sockets.Length)];
        if (path.EndsWith('=')) path += $"fuzz-{random.NextInt64():x}";
        var extension = random.Next(3) == 0 ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
        var head = Encoding.Latin1.GetBytes(Handshake(path, extension));
        var kind = path.Split('?')[0];
        if (random.Next(8) == 0)
            return new Input($"{kind}, handshake", IsHub: false, Mutation.Of(head, random));

        return new Input(kind, IsHub: false, [.. head, .. Repeat(random, () => Frame(random))], head.Length);
    }

    private static string Handshake(string path, string extension) =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + $"Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==\r\nSec-WebSocket-Version: 13\r\n{extension}\r\n";

    private static byte[] Some(string[] all, Random random) =>
        Encoding.Latin1.GetBytes(all[random.Next(all.Length)]);

    private static byte[] Repeat(Random random, Func<byte[]> next)
    {
        var bytes = new List<byte>();
        for (var count = random.Next(1, 12); count > 0; count--) bytes.AddRange(Mutation.Of(next(), random));
        return [.. bytes];
    }

    // RFC 6455 §5.2, masked with zeros; half of the time its head or its payload is what no client sends.
    private static byte[] Frame(Random random)
    {
        var payload = Some(Messages, random);
        if (random.Next(2) == 0) payload = Mutation.Of(payload, random);
        var first = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)(0x80 | random.Next(1, 3));
        var mask = random.Next(10) == 0 ? 0 : 0x80;
        var length = new List<byte>();
        if (payload.Length < 126)
        {
            length.Add((byte)(mask | payload.Length));
        }
        else
        {
            length.Add((byte)(mask | 127));
            var wide = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(
                wide, random.Next(20) == 0 ? random.NextInt64() : payload.Length);
            length.AddRange(wide);
        }
        return [first, .. length, .. mask == 0 ? [] : new byte[4], .. payload];
    }

    // docs/protocol.md §6.7 and §6.9.
    private static byte[] HubFrames(Random random)
    {
        byte[] preamble = [0, .. "HUB"u8, 1, .. new byte[8]];
        if (random.Next(8) == 0) preamble = Mutation.Of(preamble, random);
        return [.. preamble, .. Repeat(random, () => HubFrame(random))];
    }

    private static byte[] HubFrame(Random random)
    {
        byte[] body = random.Next(5) switch
        {
            0 => [1, (byte)random.Next(128)],
            1 => [2, (byte)random.Next(128)],
            2 => [3, (byte)random.Next(128), .. "hello"u8],
            3 => [4, (byte)random.Next(2), 2, 1, 2, .. "hello"u8],
            _ => [(byte)random.Next(256), .. new byte[random.Next(100)]],
        };
        return [(byte)body.Length, .. body];
    }
}
