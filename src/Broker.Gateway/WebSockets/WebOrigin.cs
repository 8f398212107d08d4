namespace Broker.Gateway.WebSockets;

/// <summary>
/// An <c>Origin</c> header taken apart: scheme, host, port (RFC 6454 §7). Points into the text.
/// </summary>
internal readonly ref struct WebOrigin
{
    public ReadOnlySpan<char> Scheme { get; private init; }

    public HostAndPort Place { get; private init; }

    /// <summary>
    /// The port that the scheme implies; <see cref="HostAndPort.NoPort"/> for a scheme without one.
    /// </summary>
    public int DefaultPort =>
        Is(Scheme, "http") || Is(Scheme, "ws") ? 80
        : Is(Scheme, "https") || Is(Scheme, "wss") ? 443
        : HostAndPort.NoPort;

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
