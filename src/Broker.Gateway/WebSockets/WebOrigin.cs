namespace Broker.Gateway.WebSockets;

/// <summary>
/// An <c>Origin</c> header taken apart: scheme, host, port (RFC 6454 §7). Points into the text.
/// </summary>
internal readonly ref struct WebOrigin
{
    public ReadOnlySpan<char> Scheme { get; private init; }

    public HostAndPort Place { get; private init; }

    // The port that the scheme implies; none for the schemes of apps and extensions.
    private int DefaultPort =>
        Is(Scheme, "http") || Is(Scheme, "ws") ? 80
        : Is(Scheme, "https") || Is(Scheme, "wss") ? 443
        : HostAndPort.NoPort;

    private int Port => Place.Port == HostAndPort.NoPort ? DefaultPort : Place.Port;

    /// <summary>False for <c>null</c>, for a list, and for anything after the port, be it a slash.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WebOrigin origin)
    {
        origin = default;
        var separator = text.IndexOf("://");
        if (separator <= 0 || !IsScheme(text[..separator])) return false;
        if (!HostAndPort.TryParse(text[(separator + 3)..], out var place)) return false;

        origin = new WebOrigin { Scheme = text[..separator], Place = place };
        return true;
    }

    /// <summary>RFC 6454 §5: scheme, host and port are the same.</summary>
    public bool IsSame(WebOrigin other) =>
        Scheme.Equals(other.Scheme, StringComparison.OrdinalIgnoreCase)
        && Place.IsSameHost(other.Place)
        && Port == other.Port;

    /// <summary>
    /// Whether a request to this <c>Host</c> is one to the origin itself. The scheme is not compared: a proxy
    /// may have ended TLS.
    /// </summary>
    public bool IsOf(HostAndPort host) =>
        Place.IsSameHost(host)
        && Port != HostAndPort.NoPort
        && Port == (host.Port == HostAndPort.NoPort ? DefaultPort : host.Port);

    private static bool Is(ReadOnlySpan<char> scheme, string name) =>
        scheme.Equals(name, StringComparison.OrdinalIgnoreCase);

    // RFC 3986 §3.1.
    private static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        foreach (var c in scheme)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;

        return char.IsAsciiLetter(scheme[0]);
    }
}
