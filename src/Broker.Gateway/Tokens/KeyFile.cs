using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Reads a public key from a PEM file: <c>PUBLIC KEY</c> as <c>openssl pkey -pubout</c> writes it,
/// <c>RSA PUBLIC KEY</c>, or the key of a <c>CERTIFICATE</c>.
/// </summary>
internal static class KeyFile
{
    private const int CharsMax = 64 << 10;
    private const string Ed25519 = "1.3.101.112";

    /// <exception cref="KeyFileException">It cannot be read, or no key in it verifies tokens.</exception>
    public static JsonWebKey Read(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > CharsMax)
                throw new KeyFileException($"has more than {CharsMax} bytes");

            var key = KeyOf(PublicKeyIn(File.ReadAllText(file)));
            return VerificationKey.Of(key) is null
                ? throw new KeyFileException("has a key that verifies neither RS256, ES256 nor EdDSA")
                : key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new KeyFileException($"cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new KeyFileException($"has no key that can be read: {e.Message}");
        }
    }

    private static PublicKey PublicKeyIn(string text)
    {
        if (!PemEncoding.TryFind(text, out var fields)) throw new KeyFileException("is not a PEM file");

        var label = text[fields.Label];
        var bytes = Convert.FromBase64String(text[fields.Base64Data]);
        switch (label)
        {
            case "PUBLIC KEY":
                return PublicKey.CreateFromSubjectPublicKeyInfo(bytes, out _);
            case "CERTIFICATE":
                using (var certificate = X509CertificateLoader.LoadCertificate(bytes))
                    return certificate.PublicKey;
            case "RSA PUBLIC KEY":
                using (var rsa = RSA.Create())
                {
                    rsa.ImportRSAPublicKey(bytes, out _);
                    return new PublicKey(rsa);
                }
            default:
                throw new KeyFileException(
                    label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
                        ? "has a private key: only the issuer needs it, the broker needs the public one"
                        : $"has a {label}, not a PUBLIC KEY or a CERTIFICATE");
        }
    }

    private static JsonWebKey KeyOf(PublicKey key)
    {
        if (key.Oid.Value == Ed25519)
            return new JsonWebKey
            {
                Kty = VerificationKey.OctetKeyPair,
                Crv = VerificationKey.Ed25519,
                X = Base64UrlEncoder.Encode(key.EncodedKeyValue.RawData),
            };
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null)
            return JsonWebKeyConverter.ConvertFromRSASecurityKey(
                new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)));
        // What is converted keeps it, so that it is not disposed here.
        return key.GetECDsaPublicKey() is { } curve
            ? JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(curve))
            : throw new KeyFileException($"has a key of another kind ({key.Oid.FriendlyName})");
    }
}
