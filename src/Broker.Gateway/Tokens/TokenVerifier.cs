namespace Broker.Gateway.Tokens;

/// <summary>
/// Verifies one kind of token with the claims of <see cref="TokenSigner"/> (RFC 7519 §4.1).
/// </summary>
/// <param name="secrets">Of that kind.</param>
/// <param name="bytesMax">Longest token that is looked at.</param>
/// <param name="clockSkew">
/// How far the clock of an issuer may be ahead. Expiry has no tolerance: it is a promise.
/// </param>
/// <param name="time">What is now.</param>
internal sealed class TokenVerifier(TokenSecrets secrets, int bytesMax, TimeSpan clockSkew, TimeProvider time)
{
    public TokenError Verify(string token, out TokenClaims? claims)
    {
        claims = null;
        var error = TokenEnvelope.Open(secrets, token, bytesMax, out var payload);
        return error == TokenError.None
            ? Check(payload, token[(token.LastIndexOf('.') + 1)..], out claims)
            : error;
    }

    private TokenError Check(ReadOnlySpan<byte> json, string id, out TokenClaims? claims)
    {
        claims = null;
        var error = TokenPayload.Read(json, out var payload);
        if (error != TokenError.None) return error;

        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(payload.ExpiresAt!.Value);
        if (now >= expiresAt) return TokenError.Expired;

        var latest = (now + clockSkew).ToUnixTimeSeconds();
        if (payload.IssuedAt > latest || payload.NotBefore > latest) return TokenError.NotYetValid;

        claims = new TokenClaims(payload.Username!, expiresAt, id);
        return TokenError.None;
    }
}
