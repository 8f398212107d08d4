using System.Globalization;

namespace Broker.Kernel;

/// <summary>Reads <c>protocol://system[@host[:port]]/name/name</c>.</summary>
internal static class PathParser
{
    /// <summary>Null for what is no full path.</summary>
    public static ActorPath? Parse(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 4) return null;

        var slash = text.IndexOf('/', scheme + 3);
        var system = slash < 0 ? text[(scheme + 3)..] : text[(scheme + 3)..slash];
        if (ParseAddress(text[..scheme], system) is not { } address) return null;

        var root = ActorPath.RootOf(address);
        return slash < 0 ? root : root / text[(slash + 1)..].Split('/');
    }

    private static Address? ParseAddress(string protocol, string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (text.Length == 0 || at == 0) return null;
        if (at < 0) return new Address(protocol, text);

        var colon = text.LastIndexOf(':');
        if (colon < at) return null;
        return int.TryParse(
            text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new Address(protocol, text[..at], text[(at + 1)..colon], port)
            : null;
    }
}
