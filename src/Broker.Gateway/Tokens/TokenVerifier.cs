using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Verifies one kind of token: its form, its signature and its dates (RFC 7519 §7.2). Each kind checks its
/// other claims itself.
/// </summary>
/// <param name="keys">Each has one algorithm; a token's header can choose no other (RFC 8725 §3.1).</param>
/// <param name="bytesMax">Longest token that is read.</param>
/// <param name="clockSkew">
/// How far the clock of an issuer may be ahead. Expiry has no tolerance: it is a promise.
/// </param>
internal sealed class TokenVerifier(
    IReadOnlyList<SignatureProvider> keys, int bytesMax, TimeSpan clockSkew, TimeProvider time)
{
    /// <summary>Null for anything but a token that is valid now.</summary>
    public CompactToken? Verify(string? text) =>
        text is not null
        && text.Length <= bytesMax
        && CompactToken.Read(text) is { } token
        && IsSigned(token)
        && IsInTime(token)
            ? token
            : null;

    private bool IsSigned(CompactToken token)
    {
        foreach (var key in keys)
            if (key.Algorithm == token.Algorithm && key.Verify(token.Signed, token.Signature)) return true;
        return false;
    }

    private bool IsInTime(CompactToken token)
    {
        if (!token.TryReadDate(JwtRegisteredClaimNames.Exp, out var expiresAt)
            || !token.TryReadDate(JwtRegisteredClaimNames.Nbf, out var notBefore)
            || !token.TryReadDate(JwtRegisteredClaimNames.Iat, out var issuedAt)) return false;

        var now = time.GetUtcNow();
        // A claim that is missing is null, and no comparison with null is true.
        return !(expiresAt <= now || notBefore > now + clockSkew || issuedAt > now + clockSkew);
    }
}
