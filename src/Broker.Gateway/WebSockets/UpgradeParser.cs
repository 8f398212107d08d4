using System.Buffers;
using System.Text;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Recognises an ordinary WebSocket handshake at the start of a connection, so that the connection need not
/// enter HTTP. It refuses nothing: HTTP judges whatever is wrong, unusual or unknown.
/// </summary>
internal static class UpgradeParser
{
    /// <summary>Longest head that is recognised. HTTP has a limit of its own.</summary>
    public const int HeadBytesMax = 4096;

    // DNS names have at most 253 characters.
    private const int HostLengthMax = 300;

    private static readonly SearchValues<byte> PathBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=:@"u8);

    // In the order of UpgradeHeader; those after them change nothing. Any other header may matter.
    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
            "Sec-WebSocket-Extensions", "Origin",
            "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "Pragma", "DNT",
            "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User",
            "Sec-Fetch-Storage-Access",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static ReadOnlySpan<byte> RequestStart => "GET "u8;

    private static ReadOnlySpan<byte> RequestEnd => " HTTP/1.1"u8;

    /// <summary>Returns false when <paramref name="input"/> does not begin with a whole handshake.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> input, out UpgradeRequest request)
    {
        request = default;
        var bytes = input.Span[..Math.Min(input.Length, HeadBytesMax)];
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;

        request.Head = input[..(end + 4)];
        var seen = 0u;
        for (var at = 0; at < end + 2;)
        {
            var length = bytes[at..].IndexOf("\r\n"u8);
            var line = bytes.Slice(at, length);
            if (at == 0 ? !ReadTarget(line, ref request) : !ReadHeader(line, at, ref seen, ref request))
                return false;
            at += length + 2;
        }
        return IsHandshake(request);
    }

    private static bool ReadTarget(ReadOnlySpan<byte> line, ref UpgradeRequest request)
    {
        if (!line.StartsWith(RequestStart) || !line.EndsWith(RequestEnd)) return false;

        var target = line[RequestStart.Length..^RequestEnd.Length];
        if (target.ContainsAnyExceptInRange((byte)'!', (byte)'~') || target.Contains((byte)'#')) return false;

        var mark = target.IndexOf((byte)'?');
        var path = mark < 0 ? target : target[..mark];
        // HTTP resolves escapes and dot segments; here the path must mean what it says.
        if (!path.StartsWith((byte)'/') || path.ContainsAnyExcept(PathBytes)) return false;
        if (path.IndexOf("//"u8) >= 0 || path.IndexOf("/."u8) >= 0) return false;

        var pathEnd = RequestStart.Length + path.Length;
        request.SetTarget(
            RequestStart.Length..pathEnd,
            mark < 0 ? default : (pathEnd + 1)..(RequestStart.Length + target.Length));
        return true;
    }

    // RFC 9112 §5: field-name ":" OWS field-value OWS. A folded line has no known name, and a header that
    // stands there twice is HTTP's to judge.
    private static bool ReadHeader(
        ReadOnlySpan<byte> line, int at, ref uint seen, ref UpgradeRequest request)
    {
        var colon = line.IndexOf((byte)':');
        var index = colon < 0 ? -1 : IndexOf(line[..colon]);
        if (index < 0 || (seen & (1u << index)) != 0) return false;

        seen |= 1u << index;
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        if (index > (int)UpgradeHeader.Origin) return true;
        if (value.IsEmpty) return false;

        var start = at + colon + 1 + line[(colon + 1)..].IndexOf(value[0]);
        request.SetValue((UpgradeHeader)index, start..(start + value.Length));
        return true;
    }

    private static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Names.Length; index++)
            if (Ascii.EqualsIgnoreCase(name, Names[index])) return index;

        return -1;
    }

    // RFC 6455 §4.2.1.
    private static bool IsHandshake(in UpgradeRequest request) =>
        IsHost(request[UpgradeHeader.Host])
        && IsUpgradeOnly(request[UpgradeHeader.Connection])
        && Ascii.EqualsIgnoreCase(request[UpgradeHeader.Upgrade], "websocket"u8)
        && request[UpgradeHeader.Version].SequenceEqual("13"u8)
        && Handshake.IsKey(request[UpgradeHeader.Key]);

    // HTTP answers 400 for a host that no URI could have.
    private static bool IsHost(ReadOnlySpan<byte> host)
    {
        Span<char> text = stackalloc char[HostLengthMax];
        return host.Length <= HostLengthMax
            && Ascii.ToUtf16(host, text, out var length) == OperationStatus.Done
            && HostAndPort.TryParse(text[..length], out _);
    }

    // Connection options other than keep-alive name headers or ask for something.
    private static bool IsUpgradeOnly(ReadOnlySpan<byte> connection)
    {
        var hasUpgrade = false;
        foreach (var range in connection.Split((byte)','))
        {
            var token = connection[range].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(token, "upgrade"u8)) hasUpgrade = true;
            else if (!Ascii.EqualsIgnoreCase(token, "keep-alive"u8)) return false;
        }

        return hasUpgrade;
    }
}
