using Microsoft.IdentityModel.Tokens;
using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Broker.Gateway.Tokens;

/// <summary>Verifies EdDSA with a key of Ed25519 (RFC 8037), which the framework does not have.</summary>
internal sealed class Ed25519Verifier : SignatureProvider
{
    private readonly byte[] _key;

    private Ed25519Verifier(JsonWebKey key, byte[] bytes)
        : base(key, VerificationKey.EdDsa) => _key = bytes;

    /// <summary>Null unless it is a point of the curve that a private key can have.</summary>
    public static Ed25519Verifier? Of(JsonWebKey key)
    {
        try
        {
            var bytes = Base64UrlEncoder.DecodeBytes(key.X);
            return bytes.Length == Ed25519.PublicKeySize && Ed25519.ValidatePublicKeyFull(bytes, 0)
                ? new Ed25519Verifier(key, bytes)
                : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    public override bool Verify(byte[] input, byte[] signature) =>
        signature.Length == Ed25519.SignatureSize
        && Ed25519.Verify(signature, 0, _key, 0, input, 0, input.Length);

    public override byte[] Sign(byte[] input) =>
        throw new NotSupportedException("a public key signs nothing");

    protected override void Dispose(bool disposing)
    {
    }
}
