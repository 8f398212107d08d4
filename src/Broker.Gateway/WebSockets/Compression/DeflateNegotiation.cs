using System.Text;

namespace Broker.Gateway.WebSockets.Compression;

/// <summary>Agrees on permessage-deflate with a client that offers it (RFC 7692 §5 and §7.1).</summary>
internal static class DeflateNegotiation
{
    private const int WindowBitsMin = 8, WindowBitsMax = 15;

    private static ReadOnlySpan<byte> Agreed =>
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"u8;

    private static ReadOnlySpan<byte> AgreedWithWindow =>
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover"u8
        + "; server_max_window_bits=15"u8;

    private enum Answer { Declined, Agreed, AgreedWithWindow }

    /// <summary>
    /// The extension to put into the response for the first offer that can be met; empty when there is none,
    /// or when the header is malformed. Neither side keeps context between messages: that is what lets one
    /// compressed publication serve all, and an idle connection hold no window.
    /// </summary>
    public static ReadOnlySpan<byte> Negotiate(ReadOnlySpan<byte> offers)
    {
        var reader = new ExtensionReader(offers);
        var best = Answer.Declined;
        while (reader.TryReadName(out var name))
        {
            var answer = ReadOffer(ref reader);
            if (best == Answer.Declined && name.SequenceEqual("permessage-deflate"u8)) best = answer;
        }

        if (reader.IsMalformed) return default;
        return best switch
        {
            Answer.Agreed => Agreed,
            Answer.AgreedWithWindow => AgreedWithWindow,
            _ => default,
        };
    }

    /// <summary>The same for the HTTP path; null when nothing is agreed.</summary>
    public static string? Negotiate(string? offers)
    {
        var agreed = Negotiate(Encoding.UTF8.GetBytes(offers ?? ""));
        return agreed.IsEmpty ? null : Encoding.ASCII.GetString(agreed);
    }

    // RFC 7692 §7.1: an unknown parameter, one that is there twice or a bad value declines the offer.
    private static Answer ReadOffer(ref ExtensionReader reader)
    {
        var (answer, seen, isValid) = (Answer.Agreed, 0, true);
        while (reader.TryReadParameter(out var name, out var value))
        {
            var index = IndexOf(name);
            isValid &= index >= 0 && (seen & (1 << index)) == 0 && index switch
            {
                0 or 1 => value.IsEmpty,
                // The framework's deflater has one window size: a smaller one cannot be promised.
                2 => WindowBits(value) == WindowBitsMax,
                // The inflater takes any window, so a limit of the client's own needs no answer.
                _ => value.IsEmpty || WindowBits(value) > 0,
            };
            seen |= 1 << Math.Max(index, 0);
            if (index == 2) answer = Answer.AgreedWithWindow;
        }

        return isValid ? answer : Answer.Declined;
    }

    private static int IndexOf(ReadOnlySpan<byte> parameter) =>
        parameter.SequenceEqual("server_no_context_takeover"u8) ? 0
        : parameter.SequenceEqual("client_no_context_takeover"u8) ? 1
        : parameter.SequenceEqual("server_max_window_bits"u8) ? 2
        : parameter.SequenceEqual("client_max_window_bits"u8) ? 3
        : -1;

    // RFC 7692 §7.1.2.1: 8 to 15, decimal, without leading zeroes. 0 for all else.
    private static int WindowBits(ReadOnlySpan<byte> value)
    {
        var bits = 0;
        if (value.Length > 2 || value is not [>= (byte)'1', ..]) return 0;
        foreach (var digit in value)
        {
            if (!char.IsAsciiDigit((char)digit)) return 0;
            bits = bits * 10 + digit - '0';
        }

        return bits is >= WindowBitsMin and <= WindowBitsMax ? bits : 0;
    }
}
