using System.Text;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// Which web pages may open a WebSocket, change something, or read answers (the contracts' origin rule):
/// those of the same host and port, and those on the allow-list. A client that is no web page sends no
/// <c>Origin</c>.
/// </summary>
internal sealed class OriginRule : IReloadable
{
    /// <summary>Longest origin or host that is looked at; DNS names have at most 253 characters.</summary>
    private const int LengthMax = 300;

    private volatile string[] _allowed;

    /// <summary>
    /// Throws <see cref="FormatException"/> for an entry that is not an origin: <c>scheme://host[:port]</c>.
    /// </summary>
    public OriginRule(IEnumerable<string> allowed)
    {
        _allowed = [.. allowed];
        foreach (var text in _allowed)
            if (!WebOrigin.TryParse(text, out _)) throw new FormatException($"not an origin: {text}");
    }

    public IReadOnlyList<string> Keys { get; } =
        ["broker.http.allowed-origins", "broker.http.dev-allowed-origins"];

    public void Reload(BrokerSettings settings) => _allowed = [.. settings.AllowedOrigins];

    /// <summary>Whether the allow-list has it, however it is spelled.</summary>
    public bool IsListed(string text) =>
        text.Length <= LengthMax && WebOrigin.TryParse(text, out var origin) && IsListed(origin);

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
        return Accepts(origin, host);
    }

    /// <summary>An empty header is refused like any that is no origin, and so are two.</summary>
    public bool Accepts(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0 || Accepts(origin.ToString(), request.Host.Value);
    }

    public bool Accepts(ReadOnlySpan<char> text, ReadOnlySpan<char> host) =>
        text.Length <= LengthMax
        && WebOrigin.TryParse(text, out var origin)
        && ((HostAndPort.TryParse(host, out var here) && origin.IsOf(here)) || IsListed(origin));

    private bool IsListed(WebOrigin origin)
    {
        foreach (var entry in _allowed)
            if (WebOrigin.TryParse(entry, out var allowed) && origin.IsSame(allowed)) return true;

        return false;
    }
}
