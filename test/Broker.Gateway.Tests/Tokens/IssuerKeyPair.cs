using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Base64Url = System.Buffers.Text.Base64Url;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>A key pair of an issuer, made by openssl.</summary>
internal sealed class IssuerKeyPair
{
    private static readonly TemporaryDirectory Folder = new();
    private static readonly Dictionary<string, Lazy<IssuerKeyPair>> Known = new()
    {
        ["RS256"] = new(() => new("RS256", "rsa", "RSA -pkeyopt rsa_keygen_bits:2048")),
        ["another RS256"] = new(() => new("RS256", "rsa2", "RSA -pkeyopt rsa_keygen_bits:2048")),
        ["ES256"] = new(() => new("ES256", "ec", "EC -pkeyopt ec_paramgen_curve:P-256")),
        ["EdDSA"] = new(() => new("EdDSA", "ed", "ED25519")),
        ["short"] = new(() => new("RS256", "short", "RSA -pkeyopt rsa_keygen_bits:1024")),
        ["P-384"] = new(() => new("ES384", "ec384", "EC -pkeyopt ec_paramgen_curve:P-384")),
    };

    private readonly string _name;

    private IssuerKeyPair(string algorithm, string name, string kind)
    {
        (Algorithm, _name) = (algorithm, name);
        OpenSsl.Run(Folder.Path, $"genpkey -algorithm {kind} -out {name}.key");
        OpenSsl.Run(Folder.Path, $"pkey -in {name}.key -pubout -out {name}.pub");
    }

    public string Algorithm { get; }

    public string PrivateFile => Folder.PathOf($"{_name}.key");

    public string PublicFile => Folder.PathOf($"{_name}.pub");

    /// <summary>The pair of an algorithm; each is made once.</summary>
    public static IssuerKeyPair Of(string name) => Known[name].Value;

    /// <summary>A file that openssl makes of it.</summary>
    /// <param name="arguments">What goes before <c>-out</c>; KEY and PUB stand for its files.</param>
    public string Convert(string arguments, string file)
    {
        var filled = arguments
            .Replace("KEY", PrivateFile, StringComparison.Ordinal)
            .Replace("PUB", PublicFile, StringComparison.Ordinal);
        OpenSsl.Run(Folder.Path, $"{filled} -out {file}");
        return Folder.PathOf(file);
    }

    public JsonObject Jwk(string? id = null)
    {
        var key = new JsonObject { ["use"] = "sig", ["alg"] = Algorithm };
        if (id is not null) key["kid"] = id;
        foreach (var (name, value) in Parameters()) key[name] = value;
        return key;
    }

    /// <summary>A token with this key's signature, whatever its header says.</summary>
    public string Sign(string payload, string? header = null, string? id = null)
    {
        header ??= id is null
            ? $$"""{"alg":"{{Algorithm}}","typ":"JWT"}"""
            : $$"""{"alg":"{{Algorithm}}","kid":"{{id}}"}""";
        var signed = $"{ForgedToken.Part(header)}.{ForgedToken.Part(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Signature(Encoding.ASCII.GetBytes(signed)))}";
    }

    private Dictionary<string, string> Parameters()
    {
        var pem = File.ReadAllText(PublicFile);
        if (Algorithm == "RS256")
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            return new() { ["kty"] = "RSA", ["n"] = Text(numbers.Modulus), ["e"] = Text(numbers.Exponent) };
        }
        if (Algorithm == "EdDSA")
        {
            // RFC 8410 §4: the key is the last of the structure.
            var der = System.Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
            return new() { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Text(der[^32..]) };
        }
        using var curve = ECDsa.Create();
        curve.ImportFromPem(pem);
        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = Algorithm == "ES256" ? "P-256" : "P-384",
            ["x"] = Text(point.X),
            ["y"] = Text(point.Y),
        };
    }

    private byte[] Signature(byte[] signed)
    {
        if (Algorithm == "RS256")
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(File.ReadAllText(PrivateFile));
            return rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        if (Algorithm != "EdDSA")
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(File.ReadAllText(PrivateFile));
            return curve.SignData(signed, HashAlgorithmName.SHA256);
        }
        using var files = new TemporaryDirectory();
        File.WriteAllBytes(files.PathOf("text"), signed);
        OpenSsl.Run(files.Path, $"pkeyutl -sign -rawin -in text -inkey {PrivateFile} -out signature");
        return File.ReadAllBytes(files.PathOf("signature"));
    }

    private static string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
