using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Broker.Cluster.Security;

namespace Broker.Cluster.Tests.Security;

/// <summary>Signs certificates, as the operator of a cluster does.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _directory;
    private int _nodes;

    public CertificateAuthority(string directory)
    {
        _directory = directory;
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Path.Combine(directory, "authority.pem"), _certificate.ExportCertificatePem());
    }

    /// <summary>The files of another node.</summary>
    public CertificateFiles Sign(DateTimeOffset? until = null)
    {
        var name = $"node{++_nodes}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).Create(
            _certificate, DateTimeOffset.UtcNow.AddHours(-2), until ?? DateTimeOffset.UtcNow.AddDays(1),
            [1, 2, 3, (byte)_nodes]);
        return new CertificateFiles(
            Write($"{name}.pem", signed.ExportCertificatePem()),
            Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()),
            Path.Combine(_directory, "authority.pem"));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private string Write(string file, string text)
    {
        var path = Path.Combine(_directory, file);
        File.WriteAllText(path, text);
        return path;
    }
}
