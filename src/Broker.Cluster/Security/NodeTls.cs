using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;

namespace Broker.Cluster.Security;

/// <summary>
/// How nodes know each other: both ends of a connection show a certificate and prove that they have its key.
/// Akka.Remote has no secret of its own, so whoever reaches the port of a node without this can send to every
/// actor.
/// </summary>
internal sealed class NodeTls
{
    private NodeTls(X509Certificate2 certificate, string? fingerprint, CertificateValidationCallback accepts)
    {
        Fingerprint = fingerprint;
        Setup = new DotNettySslSetup(
            certificate, suppressValidation: false, requireMutualAuthentication: true,
            validateCertificateHostname: false, accepts);
    }

    public DotNettySslSetup Setup { get; }

    /// <summary>
    /// A few digits that are equal on nodes of one secret and tell nothing of it; null with certificates.
    /// </summary>
    public string? Fingerprint { get; }

    /// <exception cref="ClusterException">A file cannot be used.</exception>
    public static NodeTls Of(ClusterSettings settings) => settings.Certificates is { } files
        ? FromFiles(files)
        : FromSecret(settings.Secret);

    private static NodeTls FromSecret(string secret)
    {
        using var key = NodeKey.Derive(secret);
        var known = key.ExportSubjectPublicKeyInfo();
        var request = new CertificateRequest("CN=broker node", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        return new NodeTls(
            Stored(made),
            Convert.ToHexStringLower(SHA256.HashData(known))[..8],
            // The certificate says nothing that counts, only whose key it is.
            (peer, _, _, _, _) => peer is not null
                && known.AsSpan().SequenceEqual(peer.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    private static NodeTls FromFiles(CertificateFiles files)
    {
        try
        {
            using var made = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(files.Authority);
            if (authorities.Count == 0)
                throw new CryptographicException($"{files.Authority} has no certificate");

            return new NodeTls(
                Stored(made), fingerprint: null,
                (peer, _, _, _, _) => peer is not null && IsSigned(peer, authorities));
        }
        catch (Exception e) when (
            e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                string.Create(CultureInfo.InvariantCulture, $"broker.cluster.certificate: {e.Message}"), e);
        }
    }

    private static bool IsSigned(X509Certificate2 peer, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(peer);
    }

    // Windows has no use for a key that is only in memory.
    private static X509Certificate2 Stored(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
}
