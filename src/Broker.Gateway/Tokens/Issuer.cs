using Microsoft.IdentityModel.JsonWebTokens;

namespace Broker.Gateway.Tokens;

/// <summary>One issuer of tokens: what its tokens say, and the keys that only its tokens may use.</summary>
/// <param name="keys">Null where files have them, which are <paramref name="files"/>.</param>
internal sealed class Issuer(IssuerSettings settings, KeySet files, IssuerKeys? keys)
{
    public bool IsNamedBy(CompactToken token) =>
        token.Text(JwtRegisteredClaimNames.Iss) == settings.Issuer && token.IsFor(settings.Audience);

    public bool HasSigned(CompactToken token) => (keys?.Current ?? files).Verifies(token);

    /// <summary>Reads the keys again; null if the token's key is known, and its signature wrong.</summary>
    public Task? LearnKeyOfAsync(CompactToken token) =>
        keys is null || keys.Current.Has(token.KeyId) ? null : keys.ReadAgainAsync();
}
