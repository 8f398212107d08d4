using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Broker.Persistence.Tests.Kit;

/// <summary>A certificate for 127.0.0.1 and the authority that signed it, in files.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("broker-tls-").FullName;

    public ServerCertificate()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var authority = request.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signing = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        signing.CertificateExtensions.Add(names.Build());
        using var signed = signing.Create(authority, from.AddHours(1), to.AddHours(-1), [1, 2, 3, 4]);

        Authority = Write("authority.pem", authority.ExportCertificatePem());
        Files = (
            Write("server.pem", signed.ExportCertificatePem()),
            Write("server.key", key.ExportPkcs8PrivateKeyPem()));
        // The server runs as another user where this is root.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                _folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    public string Authority { get; }

    public (string Certificate, string Key) Files { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, text);
        return path;
    }
}
