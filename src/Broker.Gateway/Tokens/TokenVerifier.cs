using System.Text;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Verifies one kind of token: a JWT (RFC 7519) signed with HS256, as RFC 8725 advises. The order matters:
/// nothing is decoded before its length is bounded, no claim is read before its signature is right.
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
        if (token.Length > bytesMax) return TokenError.TooLong;
        if (!Ascii.IsValid(token)) return TokenError.Malformed;

        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(token);
        var last = bytes.LastIndexOf((byte)'.');
        var first = bytes.IndexOf((byte)'.');
        // Dots between these two are in no alphabet.
        if (first < 0 || first == last) return TokenError.Malformed;
        if (!Base64UrlText.TryDecode(bytes[..first], out var header)
            || !Base64UrlText.TryDecode(bytes[(first + 1)..last], out var payload)
            || !Base64UrlText.TryDecode(bytes[(last + 1)..], out var signature)) return TokenError.Malformed;

        var error = TokenHeader.Check(header);
        if (error != TokenError.None) return error;
        if (!secrets.IsSigned(bytes[..last], signature)) return TokenError.WrongSignature;
        return Check(payload, token[(last + 1)..], out claims);
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
