using System.Globalization;

namespace Broker.Gateway.Tests.Hosting;

/// <summary>An answer as it came over the wire.</summary>
public sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string HeadEnd = "\r\n\r\n";

    /// <summary>Null where the header is absent.</summary>
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>Null as long as the answer is not whole.</summary>
    /// <param name="isOver">Nothing more comes: that ends a body without a length.</param>
    public static HttpAnswer? TryParse(string text, bool isOver)
    {
        var end = text.IndexOf(HeadEnd, StringComparison.Ordinal);
        if (end < 0) return null;

        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToLookup(
            pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase).ToDictionary(
            group => group.Key, group => string.Join(", ", group), StringComparer.OrdinalIgnoreCase);
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var body = text[(end + HeadEnd.Length)..];
        var length = headers.TryGetValue("Content-Length", out var written)
            ? int.Parse(written, CultureInfo.InvariantCulture)
            : 0;
        return isOver || body.Length >= length ? new HttpAnswer(status, headers, body) : null;
    }
}
