using System.Text.Json;

namespace Broker.Gateway.Tokens;

/// <summary>
/// The second part of a token: the claims that we look at (RFC 7519 §4.1); others are left out.
/// </summary>
internal struct TokenPayload
{
    private bool _isWrong;

    public string? Username { get; private set; }

    /// <summary>Seconds since 1970, as are the others.</summary>
    public long? ExpiresAt { get; private set; }

    public long? IssuedAt { get; private set; }

    public long? NotBefore { get; private set; }

    public static TokenError Read(ReadOnlySpan<byte> json, out TokenPayload payload)
    {
        payload = default;
        var error = TokenObject.Read(json, ref payload, Take);
        if (error != TokenError.None) return error;
        return payload._isWrong || payload.Username is null || payload.ExpiresAt is null
            ? TokenError.WrongClaim
            : TokenError.None;
    }

    private static void Take(string name, ref Utf8JsonReader value, ref TokenPayload payload)
    {
        switch (name)
        {
            case "username": payload.Username = payload.Text(ref value); break;
            case "exp": payload.ExpiresAt = payload.Seconds(ref value); break;
            case "iat": payload.IssuedAt = payload.Seconds(ref value); break;
            case "nbf": payload.NotBefore = payload.Seconds(ref value); break;
        }
    }

    private string? Text(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String) return value.GetString();
        _isWrong = true;
        return null;
    }

    // RFC 7519 would allow fractions; nobody issues them, and 1e99 is one.
    private long? Seconds(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var seconds)
            && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return seconds;
        _isWrong = true;
        return null;
    }
}
