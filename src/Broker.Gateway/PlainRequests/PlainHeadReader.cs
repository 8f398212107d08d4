using System.Buffers;
using System.Text;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.PlainRequests;

/// <summary>
/// Reads the head of a request that is as ordinary as can be, so that the HTTP layer need not be entered. It
/// refuses nothing: whatever is wrong, unusual or unknown is <see cref="PlainOutcome.NotPlain"/>, and HTTP
/// decides.
/// </summary>
internal static class PlainHeadReader
{
    /// <summary>Longest head that is looked at here; longer ones are HTTP's, with its own limit.</summary>
    public const int HeadBytesMax = 4096;

    // DNS names have at most 253 characters.
    private const int HostLengthMax = 300;

    private static readonly SearchValues<byte> PathBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=:@"u8);

    private static ReadOnlySpan<byte> RequestEnd => " HTTP/1.1"u8;

    /// <summary>
    /// Looks at <paramref name="input"/> from its beginning and consumes nothing. The head is set when the
    /// answer is <see cref="PlainOutcome.Plain"/>; it is then the first <c>Bytes.Length</c> bytes.
    /// </summary>
    /// <param name="input">May end anywhere, also in the middle of the head.</param>
    /// <param name="start">Method and the beginning of the path, which every such request has.</param>
    /// <param name="known">The headers it may have, a set of <see cref="PlainHeaders"/>.</param>
    /// <param name="head">See above.</param>
    public static PlainOutcome TryRead(
        in ReadOnlySequence<byte> input, ReadOnlySpan<byte> start, uint known, out PlainHead head)
    {
        var outcome = TryRead(input.First, start, known, out head);
        if (outcome != PlainOutcome.Incomplete || input.IsSingleSegment) return outcome;

        // A head in pieces is rare: copy it, and only keep the copy when there is something to point at.
        var length = (int)Math.Min(input.Length, HeadBytesMax);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        input.Slice(0, length).CopyTo(copy);
        outcome = TryRead(copy.AsMemory(0, length), start, known, out head);
        if (outcome == PlainOutcome.Plain) head.Bytes = head.Bytes.ToArray();
        ArrayPool<byte>.Shared.Return(copy);
        return outcome;
    }

    private static PlainOutcome TryRead(
        ReadOnlyMemory<byte> input, ReadOnlySpan<byte> start, uint known, out PlainHead head)
    {
        head = default;
        var bytes = input.Span[..Math.Min(input.Length, HeadBytesMax)];
        for (var at = 0; ;)
        {
            var length = bytes[at..].IndexOf((byte)'\n');
            if (length < 0) return IsHopeless(bytes, start) ? PlainOutcome.NotPlain : PlainOutcome.Incomplete;
            if (length == 0 || bytes[at + length - 1] != '\r') return PlainOutcome.NotPlain;

            var line = bytes.Slice(at, length - 1);
            if (line.IsEmpty && at > 0)
            {
                head.Bytes = input[..(at + 2)];
                return IsHost(head[PlainHeader.Host]) ? PlainOutcome.Plain : PlainOutcome.NotPlain;
            }

            var isKnown = at == 0
                ? ReadTarget(line, start, ref head)
                : ReadHeader(line, at, ref known, ref head);
            if (!isKnown) return PlainOutcome.NotPlain;
            at += length + 1;
        }
    }

    private static bool IsHopeless(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> start)
    {
        var common = Math.Min(bytes.Length, start.Length);
        return bytes.Length == HeadBytesMax || !bytes[..common].SequenceEqual(start[..common]);
    }

    private static bool ReadTarget(ReadOnlySpan<byte> line, ReadOnlySpan<byte> start, ref PlainHead head)
    {
        if (!line.StartsWith(start) || !line.EndsWith(RequestEnd)) return false;

        var targetAt = start.IndexOf((byte)'/');
        var target = line[targetAt..^RequestEnd.Length];
        if (target.ContainsAnyExceptInRange((byte)'!', (byte)'~') || target.Contains((byte)'#')) return false;

        var mark = target.IndexOf((byte)'?');
        var path = mark < 0 ? target : target[..mark];
        // HTTP resolves these; here the path must mean what it says.
        if (path.ContainsAnyExcept(PathBytes) || path.IndexOf("//"u8) >= 0 || path.IndexOf("/."u8) >= 0)
            return false;

        var pathEnd = targetAt + path.Length;
        head.SetTarget(targetAt..pathEnd, mark < 0 ? default : (pathEnd + 1)..(targetAt + target.Length));
        return true;
    }

    // RFC 9112 §5: field-name ":" OWS field-value OWS; a blank before the colon or a folded line is not
    // known, and neither is a header any more that was there already.
    private static bool ReadHeader(ReadOnlySpan<byte> line, int at, ref uint known, ref PlainHead head)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;

        var index = PlainHeaders.IndexOf(line[..colon]);
        if (index < 0 || (known & (1u << index)) == 0) return false;

        known &= ~(1u << index);
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        if (index >= (int)PlainHeader.FirstIgnored) return true;
        if (value.IsEmpty) return false;

        var start = at + colon + 1 + line[(colon + 1)..].IndexOf(value[0]);
        head.SetValue((PlainHeader)index, start..(start + value.Length));
        return true;
    }

    // A host that no URI could have is left to HTTP, which answers 400.
    private static bool IsHost(ReadOnlySpan<byte> host)
    {
        Span<char> text = stackalloc char[HostLengthMax];
        return host.Length <= HostLengthMax
            && Ascii.ToUtf16(host, text, out var length) == OperationStatus.Done
            && HostAndPort.TryParse(text[..length], out _);
    }
}
