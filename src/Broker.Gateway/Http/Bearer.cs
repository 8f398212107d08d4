namespace Broker.Gateway.Http;

/// <summary>Credentials of a request: <c>Authorization: Bearer …</c> (RFC 6750 §2.1).</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";

    /// <summary>The text behind the scheme; a text without a scheme is taken as it is.</summary>
    public static string Strip(string text)
    {
        var hasScheme = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        return (hasScheme ? text[Scheme.Length..] : text).Trim();
    }

    /// <summary>
    /// What the <c>Authorization</c> header holds, with or without the scheme; null when it is not there, or
    /// not once.
    /// </summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: > 0 } text] ? Strip(text) : null;
}
