using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>
/// The secrets of one kind of token (HS256, RFC 7518 §3.2). The first signs and any verifies, so secrets can
/// be replaced: add the new one in front, and remove the old one when its last token has expired.
/// </summary>
internal sealed class TokenSecrets
{
    private const int KeyBytesMin = 32;

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials _first;

    public TokenSecrets(IEnumerable<string> secrets)
    {
        SymmetricSecurityKey[] keys = [.. secrets.Select(KeyOf)];
        _first = new SigningCredentials(keys[0], SecurityAlgorithms.HmacSha256);
        Verifying = [.. keys.Select(Verifier)];
    }

    /// <summary>Each checks signatures of its own key and algorithm, in constant time.</summary>
    public IReadOnlyList<SignatureProvider> Verifying { get; }

    public string Sign(IDictionary<string, object> claims) => Handler.CreateToken(
        new SecurityTokenDescriptor { Claims = claims, SigningCredentials = _first });

    // The library refuses shorter keys. HMAC pads each key with zeros (RFC 2104 §2), so these change nothing.
    private static SymmetricSecurityKey KeyOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length < KeyBytesMin) Array.Resize(ref bytes, KeyBytesMin);
        return new SymmetricSecurityKey(bytes);
    }

    private static SignatureProvider Verifier(SymmetricSecurityKey key) =>
        key.CryptoProviderFactory.CreateForVerifying(
            key, SecurityAlgorithms.HmacSha256, cacheProvider: false);
}
