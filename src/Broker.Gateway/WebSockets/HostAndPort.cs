using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Broker.Gateway.WebSockets;

/// <summary>The value of a <c>Host</c> header, or the same part of an origin. Points into the text.</summary>
internal readonly ref struct HostAndPort
{
    public const int NoPort = -1;

    /// <summary>As written; an IPv6 literal with its brackets.</summary>
    public ReadOnlySpan<char> Host { get; private init; }

    /// <summary><see cref="NoPort"/> when the text names none.</summary>
    public int Port { get; private init; }

    /// <summary>
    /// What an IPv6 literal means, as one address has many spellings; null for a name or IPv4.
    /// </summary>
    public IPAddress? Address { get; private init; }

    public static bool TryParse(ReadOnlySpan<char> text, out HostAndPort place)
    {
        place = default;
        IPAddress? address = null;
        var end = text.StartsWith("[") ? text.IndexOf(']') + 1 : text.IndexOf(':');
        if (end < 0) end = text.Length;
        var host = text[..end];
        if (!(host.StartsWith("[") ? TryParseLiteral(host, out address) : IsName(host))) return false;

        var port = NoPort;
        if (end < text.Length && !TryParsePort(text[end..], out port)) return false;

        place = new HostAndPort { Host = host, Port = port, Address = address };
        return true;
    }

    public bool IsSameHost(HostAndPort other) => Address is null
        ? Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase)
        : Address.Equals(other.Address);

    private static bool IsName(ReadOnlySpan<char> host)
    {
        foreach (var c in host)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) return false;

        return !host.IsEmpty;
    }

    // No zone: it means something on one machine only, and no browser sends it.
    private static bool TryParseLiteral(ReadOnlySpan<char> host, out IPAddress? address)
    {
        address = null;
        return host.Length > 2
            && !host.Contains('%')
            && IPAddress.TryParse(host[1..^1], out address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port)
    {
        port = NoPort;
        return text is [':', _, ..]
            && text.Length <= 6
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= ushort.MaxValue;
    }
}
