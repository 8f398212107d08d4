using System.Buffers;
using System.Globalization;
using System.Text;
using Broker.Gateway.Broadcast;
using Broker.Gateway.PlainRequests;
using Broker.Gateway.Tests.WebSockets;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;

namespace Broker.Gateway.Tests.Broadcast;

/// <summary>What is taken for a plain publish is the same request to Kestrel's own parser.</summary>
public class PublishParserProperties
{
    /// <summary>Pieces of requests that are near the rules, on both sides of them.</summary>
    private static readonly Gen<string> Requests =
        from start in Mostly("POST /publish", "POST  /publish", "GET /publish", "POST /publish/..")
        from query in Gen.Elements("", "?", "?channel=a", "?channel=%41&b", "??")
        from oddQuery in Mostly("", "#b", " b", "\0", "é")
        from version in Mostly(" HTTP/1.1\r\n", " HTTP/1.0\r\n", " HTTP/1.1\n", " H\r\n")
        from host in Mostly("Host: [::1]:80", "host:a:80 ", "Host: a", "Host: a:b", "Host: a, b", "X: a")
        from length in Mostly("Content-Length: 5", "CONTENT-LENGTH:\t005 ", "Content-Length: 5a")
        from harmless in Gen.SubListOf(
            "Accept: */*", "User-Agent: a  b", "Content-Type:", "Connection: Keep-Alive")
        from odd in Mostly(
            "DNT: 1", "Connection: close", "Transfer-Encoding: chunked", "Content-Length: 6", "Pragma : a",
            " folded", "Pragma: \u0001", "Pragma")
        from shuffled in Gen.Shuffle<string>([host, length, odd, .. harmless])
        let lines = string.Concat(shuffled.Select(line => line + "\r\n"))
        from end in Mostly("\r\n", "\n", "\r", "\r\r\n")
        select start + query + oddQuery + version + lines + end + "hello";

    [Fact]
    public void What_it_takes_is_the_same_request_to_HTTP()
    {
        var taken = 0;
        var requests =
            from request in Requests
            from noise in Gen.Frequency((6, Gen.Constant(-1)), (1, Gen.Choose(0, request.Length - 1)))
            from value in Gen.Choose(0, 255)
            select noise < 0 ? request : $"{request[..noise]}{(char)value}{request[(noise + 1)..]}";
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(requests.ToArbitrary(), text => IsTheSame(text, ref taken)));

        // Otherwise the property says nothing.
        Assert.InRange(taken, 50, int.MaxValue);
    }

    private static Gen<string> Mostly(string usual, params string[] others) =>
        Gen.Frequency((10, Gen.Constant(usual)), (1, Gen.Elements(others)));

    private static bool IsTheSame(string text, ref int taken)
    {
        var input = Sequence.Of(Encoding.Latin1.GetBytes(text), segmentLength: 50);
        if (PublishParser.TryParse(input, out var request) is not PlainOutcome.Plain) return true;

        taken++;
        var http = new Request();
        var parser = new HttpParser<Request>();
        var reader = new SequenceReader<byte>(input);
        return parser.ParseRequestLine(http, ref reader)
            && parser.ParseHeaders(http, ref reader)
            && reader.Consumed == request.HeadLength
            && http.Line == $"POST /publish 1.1 {Encoding.ASCII.GetString(request.Query)}"
            && http.Has("host", out _)
            && http.Has("content-length", out var length)
            && int.Parse(length, CultureInfo.InvariantCulture) == request.BodyLength
            && !http.Has("transfer-encoding", out _)
            && (!http.Has("connection", out var connection) || connection is "keep-alive");
    }

    /// <summary>What Kestrel's parser finds.</summary>
    private sealed class Request : IHttpRequestLineHandler, IHttpHeadersHandler
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

        public string Line { get; private set; } = "";

        public bool Has(string name, out string value) => _headers.TryGetValue(name, out value!);

        public void OnStartLine(
            HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
        {
            var method = versionAndMethod.Method.ToString().ToUpperInvariant();
            var version = versionAndMethod.Version == Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http
                .HttpVersion.Http11 ? "1.1" : "?";
            var path = Encoding.ASCII.GetString(startLine.Slice(targetPath.Offset, targetPath.Length));
            var query = Encoding.ASCII.GetString(startLine[(targetPath.Offset + targetPath.Length)..])
                .Split(' ')[0];
            Line = $"{method} {path} {version} {(query.Length == 0 ? query : query[1..])}";
        }

        // Kestrel refuses what it does not allow twice; here nothing may be.
        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _headers.Add(
            Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value).ToLowerInvariant());

        public void OnHeadersComplete(bool endStream)
        {
        }

        public void OnStaticIndexedHeader(int index) => throw new NotSupportedException();

        public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) =>
            throw new NotSupportedException();
    }
}
