using System.Text;

namespace Broker.Gateway.PlainRequests;

/// <summary>
/// The names that <see cref="PlainHeadReader"/> knows. Any other may matter, so it is left to HTTP.
/// </summary>
internal static class PlainHeaders
{
    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
            "Sec-WebSocket-Extensions", "Origin", "Content-Length",
            "Content-Type", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control",
            "Pragma", "DNT", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User",
            "Sec-Fetch-Storage-Access",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>The header's place among the known ones, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Names.Length; index++)
            if (Ascii.EqualsIgnoreCase(name, Names[index])) return index;

        return -1;
    }

    /// <summary>A set of headers, each the bit of its place.</summary>
    public static uint SetOf(params ReadOnlySpan<PlainHeader> headers)
    {
        var set = 0u;
        foreach (var header in headers) set |= 1u << (int)header;
        return set;
    }
}
