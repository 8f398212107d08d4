namespace Broker.Gateway.Http;

/// <summary>Credentials of a request: <c>Authorization: Bearer …</c> (RFC 6750 §2.1).</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";

    private static readonly Dictionary<string, string> Challenge = new() { ["WWW-Authenticate"] = "Bearer" };

    /// <summary>401, which says how credentials are to be shown.</summary>
    public static HttpErrorException Missing(string message) =>
        new(StatusCodes.Status401Unauthorized, message) { Headers = Challenge };

    /// <summary>The text behind the scheme; a text without a scheme is taken as it is.</summary>
    public static string Strip(string text)
    {
        var hasScheme = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        return (hasScheme ? text[Scheme.Length..] : text).Trim();
    }

    /// <summary>The credentials of this scheme; null when there are none, or not once.</summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } text]
        && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Strip(text)
            : null;

    /// <summary>
    /// What the <c>Authorization</c> header holds, with or without the scheme; null when it is not there, or
    /// not once.
    /// </summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: > 0 } text] ? Strip(text) : null;
}
