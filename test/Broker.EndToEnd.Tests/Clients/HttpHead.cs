namespace Broker.EndToEnd.Tests.Clients;

/// <summary>Status line and headers of an answer, as they came over the wire.</summary>
public sealed record HttpHead(int Status, string Text)
{
    /// <summary>The header's value, or null; names in any case (RFC 9110 §5.1).</summary>
    public string? this[string name] => Text.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    public static HttpHead Parse(string text) =>
        new(int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text);
}
