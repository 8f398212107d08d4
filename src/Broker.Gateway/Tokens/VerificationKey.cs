using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Makes of a public key what verifies signatures. The key alone decides the algorithm, so a token's header
/// can choose no other (RFC 8725 §3.1).
/// </summary>
internal static class VerificationKey
{
    public const string EdDsa = "EdDSA";
    public const string OctetKeyPair = "OKP";
    public const string Ed25519 = "Ed25519";

    /// <summary>RFC 7518 §3.3.</summary>
    private const int RsaBitsMin = 2048;

    // Verifying takes longer with each bit.
    private const int RsaBitsMax = 8192;

    /// <summary>Null for a key that is too short, for something else, or not of these algorithms.</summary>
    public static SignatureProvider? Of(JsonWebKey key)
    {
        var algorithm = AlgorithmOf(key);
        if (algorithm is null
            || !IsForSignatures(key)
            || (key.Alg is { Length: > 0 } named && named != algorithm)) return null;
        if (algorithm == EdDsa) return Ed25519Verifier.Of(key);

        try
        {
            return JsonWebKeyConverter.TryConvertToSecurityKey(key, out var known)
                && (algorithm != SecurityAlgorithms.RsaSha256
                    || known.KeySize is >= RsaBitsMin and <= RsaBitsMax)
                    ? known.CryptoProviderFactory.CreateForVerifying(known, algorithm, cacheProvider: false)
                    : null;
        }
        // A point that is not on its curve, or a certificate in `x5c` that is none.
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException
            or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? AlgorithmOf(JsonWebKey key) => (key.Kty, key.Crv) switch
    {
        (JsonWebAlgorithmsKeyTypes.RSA, _) => SecurityAlgorithms.RsaSha256,
        (JsonWebAlgorithmsKeyTypes.EllipticCurve, JsonWebKeyECTypes.P256) => SecurityAlgorithms.EcdsaSha256,
        (OctetKeyPair, Ed25519) => EdDsa,
        _ => null,
    };

    // RFC 7517 §4.2 and §4.3.
    private static bool IsForSignatures(JsonWebKey key) =>
        key.Use is null or "" or JsonWebKeyUseNames.Sig
        && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify"));
}
