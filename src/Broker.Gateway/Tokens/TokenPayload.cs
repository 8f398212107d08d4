using System.Text.Json;

namespace Broker.Gateway.Tokens;

/// <summary>
/// The second part of a token: the claims that we look at (RFC 7519 §4.1); others are left out.
/// </summary>
internal struct TokenPayload
{
    private static readonly long SecondsHighest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

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
            case "username": payload.Username = ClaimValue.Text(ref value, ref payload._isWrong); break;
            case "exp": payload.ExpiresAt = Seconds(ref value, ref payload); break;
            case "iat": payload.IssuedAt = Seconds(ref value, ref payload); break;
            case "nbf": payload.NotBefore = Seconds(ref value, ref payload); break;
        }
    }

    private static long? Seconds(ref Utf8JsonReader value, ref TokenPayload payload) =>
        ClaimValue.Seconds(ref value, SecondsHighest, ref payload._isWrong);
}
