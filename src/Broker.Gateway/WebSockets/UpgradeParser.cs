using System.Buffers;
using System.Text;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Recognises a WebSocket handshake that is as ordinary as can be, so that the HTTP layer need not be
/// entered. It refuses nothing: whatever is wrong, unusual or unknown is <see
/// cref="UpgradeOutcome.NotPlain"/>, and HTTP decides.
/// </summary>
internal static class UpgradeParser
{
    /// <summary>Longest head that is looked at here; longer ones are HTTP's, with its own limit.</summary>
    public const int HeadBytesMax = 4096;

    private static readonly SearchValues<byte> PathBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=:@"u8);

    private static readonly SearchValues<byte> HostBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]"u8);

    private static ReadOnlySpan<byte> RequestStart => "GET /"u8;

    private static ReadOnlySpan<byte> RequestEnd => " HTTP/1.1"u8;

    /// <summary>
    /// Looks at <paramref name="input"/> from its beginning and consumes nothing. The request is set when the
    /// answer is <see cref="UpgradeOutcome.Plain"/>; its head is then the first <c>Head.Length</c> bytes.
    /// </summary>
    public static UpgradeOutcome TryParse(in ReadOnlySequence<byte> input, out UpgradeRequest request)
    {
        if (input.IsSingleSegment) return TryParse(input.First, out request);

        // A head in pieces is rare: copy it, and only keep the copy when there is something to point at.
        var length = (int)Math.Min(input.Length, HeadBytesMax);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        input.Slice(0, length).CopyTo(copy);
        var outcome = TryParse(copy.AsMemory(0, length), out request);
        if (outcome == UpgradeOutcome.Plain) request.Head = request.Head.ToArray();
        ArrayPool<byte>.Shared.Return(copy);
        return outcome;
    }

    private static UpgradeOutcome TryParse(ReadOnlyMemory<byte> input, out UpgradeRequest request)
    {
        request = default;
        var bytes = input.Span[..Math.Min(input.Length, HeadBytesMax)];
        var seen = 0;
        for (var at = 0; ;)
        {
            var length = bytes[at..].IndexOf((byte)'\n');
            if (length < 0) return IsHopeless(bytes) ? UpgradeOutcome.NotPlain : UpgradeOutcome.Incomplete;
            if (length == 0 || bytes[at + length - 1] != '\r') return UpgradeOutcome.NotPlain;

            var line = bytes.Slice(at, length - 1);
            if (line.IsEmpty && at > 0)
            {
                request.Head = input[..(at + 2)];
                return IsHandshake(request) ? UpgradeOutcome.Plain : UpgradeOutcome.NotPlain;
            }

            var isKnown = at == 0
                ? ReadTarget(line, ref request)
                : ReadHeader(line, at, ref seen, ref request);
            if (!isKnown) return UpgradeOutcome.NotPlain;
            at += length + 1;
        }
    }

    private static bool IsHopeless(ReadOnlySpan<byte> bytes)
    {
        var common = Math.Min(bytes.Length, RequestStart.Length);
        return bytes.Length == HeadBytesMax || !bytes[..common].SequenceEqual(RequestStart[..common]);
    }

    private static bool ReadTarget(ReadOnlySpan<byte> line, ref UpgradeRequest request)
    {
        if (!line.StartsWith(RequestStart) || !line.EndsWith(RequestEnd)) return false;

        var start = RequestStart.Length - 1;
        var target = line[start..^RequestEnd.Length];
        if (target.ContainsAnyExceptInRange((byte)'!', (byte)'~') || target.Contains((byte)'#')) return false;

        var mark = target.IndexOf((byte)'?');
        var path = mark < 0 ? target : target[..mark];
        // HTTP resolves these; here the path must mean what it says.
        if (path.ContainsAnyExcept(PathBytes) || path.IndexOf("//"u8) >= 0 || path.IndexOf("/."u8) >= 0)
            return false;

        var pathEnd = start + path.Length;
        request.SetTarget(start..pathEnd, mark < 0 ? default : (pathEnd + 1)..(start + target.Length));
        return true;
    }

    // RFC 9112 §5: field-name ":" OWS field-value OWS; a blank before the colon or a folded line is not
    // known.
    private static bool ReadHeader(ReadOnlySpan<byte> line, int at, ref int seen, ref UpgradeRequest request)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;

        var index = PlainHeaders.IndexOf(line[..colon]);
        if (index < 0 || (seen & (1 << index)) != 0) return false;

        seen |= 1 << index;
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        if (index >= (int)PlainHeader.FirstIgnored) return true;
        if (value.IsEmpty) return false;

        var start = at + colon + 1 + line[(colon + 1)..].IndexOf(value[0]);
        request.SetValue((PlainHeader)index, start..(start + value.Length));
        return true;
    }

    // RFC 6455 §4.2.1. A host that no URI could have is left to HTTP, which answers 400.
    private static bool IsHandshake(in UpgradeRequest request) =>
        !request.Host.IsEmpty
        && !request.Host.ContainsAnyExcept(HostBytes)
        && IsUpgradeOnly(request[PlainHeader.Connection])
        && Ascii.EqualsIgnoreCase(request[PlainHeader.Upgrade], "websocket"u8)
        && request[PlainHeader.Version].SequenceEqual("13"u8)
        && Handshake.IsKey(request.Key);

    // Other connection options than keep-alive name headers or ask for something.
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
