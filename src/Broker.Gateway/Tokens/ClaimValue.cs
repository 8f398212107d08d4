using System.Text.Json;

namespace Broker.Gateway.Tokens;

/// <summary>Reads the value of one claim; of another type than it must be, the token is wrong.</summary>
internal static class ClaimValue
{
    public static string? Text(ref Utf8JsonReader value, ref bool isWrong)
    {
        if (value.TokenType == JsonTokenType.String) return value.GetString();
        isWrong = true;
        return null;
    }

    /// <summary>
    /// Seconds since 1970. RFC 7519 would allow fractions; nobody issues them, and 1e99 is one.
    /// </summary>
    public static long? Seconds(ref Utf8JsonReader value, long highest, ref bool isWrong)
    {
        if (value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var seconds)
            && seconds >= 0 && seconds <= highest) return seconds;
        isWrong = true;
        return null;
    }
}
