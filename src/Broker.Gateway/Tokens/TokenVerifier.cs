using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Verifies one kind of token: its form, its signature and its dates (RFC 7519 §7.2). Each kind checks its
/// other claims itself.
/// </summary>
/// <param name="secrets">Of HS256: they verify no token of an issuer.</param>
/// <param name="issuers">Whose tokens are of this kind too.</param>
internal sealed class TokenVerifier(
    IReadOnlyList<SignatureProvider> secrets, Issuers issuers, TokenSettings settings, TimeProvider time)
{
    /// <summary>
    /// Null for anything but a token that is valid now. A token whose key is not known yet lets the keys of
    /// its issuer be read; it is null all the same.
    /// </summary>
    public CompactToken? Verify(string? text)
    {
        if (Read(text) is not { } token) return null;
        if (IsSigned(token)) return token;

        _ = KeyOfAsync(token);
        return null;
    }

    /// <summary>
    /// Null for anything but a token that is valid now. It waits for the keys of an issuer where they have to
    /// be read for this token.
    /// </summary>
    public async ValueTask<CompactToken?> VerifyAsync(string? text, CancellationToken aborted)
    {
        if (Read(text) is not { } token) return null;
        if (IsSigned(token)) return token;
        if (KeyOfAsync(token) is not { } reading) return null;

        await reading.WaitAsync(aborted);
        return IsInTime(token) && IsSigned(token) ? token : null;
    }

    private static bool IsOfSecret(CompactToken token) => token.Algorithm == SecurityAlgorithms.HmacSha256;

    private bool IsSigned(CompactToken token) => IsOfSecret(token)
        ? secrets.Any(token.IsSignedWith)
        : issuers.Of(token)?.HasSigned(token) == true;

    private Task? KeyOfAsync(CompactToken token) =>
        IsOfSecret(token) ? null : issuers.Of(token)?.LearnKeyOfAsync(token);

    private CompactToken? Read(string? text) =>
        text is not null
        && text.Length <= settings.BytesMax
        && CompactToken.Read(text) is { } token
        && IsInTime(token)
            ? token
            : null;

    private bool IsInTime(CompactToken token)
    {
        if (!token.TryReadDate(JwtRegisteredClaimNames.Exp, out var expiresAt)
            || !token.TryReadDate(JwtRegisteredClaimNames.Nbf, out var notBefore)
            || !token.TryReadDate(JwtRegisteredClaimNames.Iat, out var issuedAt)) return false;

        var (now, ahead) = (time.GetUtcNow(), time.GetUtcNow() + settings.ClockSkew);
        // A claim that is missing is null, and no comparison with null is true.
        return !(expiresAt <= now || notBefore > ahead || issuedAt > ahead);
    }
}
