using System.Text;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Which web pages may open a WebSocket (the contracts' origin rule): those of the same host and port, those
/// on the allow-list, and clients that are no web page and send no <c>Origin</c>.
/// </summary>
internal sealed class OriginRule
{
    /// <summary>Longest origin or host that is looked at; DNS names have at most 253 characters.</summary>
    private const int LengthMax = 300;

    private readonly string[] _allowed;

    /// <summary>
    /// Throws <see cref="FormatException"/> for an entry that is not an origin: <c>scheme://host[:port]</c>.
    /// </summary>
    public OriginRule(IEnumerable<string> allowed)
    {
        _allowed = [.. allowed];
        foreach (var text in _allowed)
            if (!WebOrigin.TryParse(text, out _)) throw new FormatException($"not an origin: {text}");
    }

    public bool Accepts(in UpgradeRequest request)
    {
        var sentOrigin = request[UpgradeHeader.Origin];
        var sentHost = request[UpgradeHeader.Host];
        if (sentOrigin.IsEmpty) return true;
        if (sentOrigin.Length > LengthMax || sentHost.Length > LengthMax) return false;

        Span<char> origin = stackalloc char[sentOrigin.Length];
        Span<char> host = stackalloc char[sentHost.Length];
        Encoding.Latin1.GetChars(sentOrigin, origin);
        Encoding.Latin1.GetChars(sentHost, host);
        return AcceptsPresent(origin, host);
    }

    /// <summary>
    /// For the HTTP path: null is an absent header, an empty one is refused like any that is no origin.
    /// </summary>
    public bool Accepts(string? origin, string? host) => origin is null || AcceptsPresent(origin, host);

    private bool AcceptsPresent(ReadOnlySpan<char> text, ReadOnlySpan<char> host)
    {
        if (text.Length > LengthMax || !WebOrigin.TryParse(text, out var origin)) return false;
        if (HostAndPort.TryParse(host, out var here) && origin.Place.IsSame(here, origin.DefaultPort))
            return true;

        foreach (var entry in _allowed)
            if (WebOrigin.TryParse(entry, out var allowed) && IsSame(origin, allowed)) return true;

        return false;
    }

    private static bool IsSame(WebOrigin one, WebOrigin other) =>
        one.Scheme.Equals(other.Scheme, StringComparison.OrdinalIgnoreCase)
        && one.Place.IsSame(other.Place, one.DefaultPort);
}
