using Akka.Configuration;
using Broker.Gateway.Tests.Users;

namespace Broker.Gateway.Tests.Tokens;

public sealed class IssuerSettingsSpec : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_issuers_there_are_none() => Assert.Empty(Stage.Settings().Tokens.Issuers);

    [Fact]
    public void An_issuer_takes_from_the_default_what_it_does_not_set()
    {
        var issuers = Stage.Settings("""
            broker.tokens.issuers {
              default.audience = broker
              one.issuer = "https://one.example.com"
              "two.three" { issuer = two, audience = other, jwks = "http://localhost:1/jwks" }
            }
            """).Tokens.Issuers;

        Assert.Equal(
            [("one", "https://one.example.com", "broker"), ("two.three", "two", "other")],
            issuers.Select(issuer => (issuer.Name, issuer.Issuer, issuer.Audience)));
        Assert.Null(issuers[0].KeySet);
        Assert.Equal(new Uri("http://localhost:1/jwks"), issuers[1].KeySet);
    }

    [Theory]
    [InlineData("jwks = \"https://x/y\"", "issuer: is empty for main")]
    [InlineData("issuer = x", "is no address to find keys at")]
    [InlineData("issuer = \"http://id.example.com\"", "is no address to find keys at")]
    [InlineData("issuer = x, jwks = \"http://id.example.com/jwks\"", "is not an https address")]
    [InlineData("issuer = x, jwks = \"ftp://localhost/jwks\"", "is not an https address")]
    [InlineData("issuer = x, jwks = \"/jwks\"", "is not an https address")]
    [InlineData("issuer = x, jwks = \"https://me:secret@localhost/jwks\"", "is not an https address")]
    [InlineData("issuer = x, jwks = \"https://x/y\", keys = [a]", "an issuer has one of them")]
    [InlineData("issuer = x, keys = [1,2,3,4,5,6,7,8,9]", "has 9 files, more than 8")]
    [InlineData("issuer = x, keys = [missing.pem]", "'missing.pem' cannot be read")]
    [InlineData("issuer = x, keys = [\"\"]", "cannot be read")]
    [InlineData("issuer = x, keys = [\"/\"]", "cannot be read")]
    public void A_mistake_is_told_with_its_key(string settings, string problem)
    {
        var message = Refused($"broker.tokens.issuers.main {{ {settings} }}");

        Assert.Contains("broker.tokens.issuers.", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_issuers_have_two_names() => Assert.Contains(
        "is that of one too",
        Refused("""
            broker.tokens.issuers {
              one.issuer = "https://id.example.com"
              two.issuer = "https://id.example.com"
            }
            """),
        StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("RS256", "rsa -pubin -in PUB -RSAPublicKey_out", "pkcs1.pub")]
    [InlineData("RS256", "req -x509 -key KEY -subj /CN=issuer -days 30", "rsa.crt")]
    [InlineData("ES256", "req -x509 -key KEY -subj /CN=issuer -days 30", "ec.crt")]
    [InlineData("EdDSA", "req -x509 -key KEY -subj /CN=issuer -days 30", "ed.crt")]
    [InlineData("EdDSA", "pkey -pubin -in PUB", "copy.pub")]
    public void A_key_is_read_from_what_openssl_writes(string algorithm, string command, string file)
    {
        var pair = IssuerKeyPair.Of(algorithm);
        var settings = Stage.Settings(
            $"broker.tokens.issuers.main {{ issuer = x, keys = [\"{pair.Convert(command, file)}\"] }}");
        using var keys = Stage.Keys(settings, SpecTime.NewClock());

        Assert.NotNull(keys.Application.Verifier.Verify(pair.Sign("""{"iss":"x"}""")));
    }

    [SkippableFact]
    public void The_private_key_is_refused_since_it_is_the_issuers_alone() => Assert.Contains(
        "has a private key",
        RefusedFile(File.ReadAllText(IssuerKeyPair.Of("RS256").PrivateFile)),
        StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("short")]
    [InlineData("P-384")]
    public void A_key_that_verifies_nothing_is_refused(string pair) => Assert.Contains(
        "has a key that verifies neither RS256, ES256 nor EdDSA",
        RefusedFile(File.ReadAllText(IssuerKeyPair.Of(pair).PublicFile)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is not a PEM file")]
    [InlineData("{\"keys\":[]}", "is not a PEM file")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "has no key that can be read")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "has no key that can be")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----", "has a X509 CRL, not a PUBLIC KEY")]
    public void A_file_without_a_key_is_refused(string text, string problem) =>
        Assert.Contains(problem, RefusedFile(text), StringComparison.Ordinal);

    [Fact]
    public void A_file_over_64_KiB_is_not_read() =>
        Assert.Contains("has more than 65536 bytes", RefusedFile(new(' ', 65_537)), StringComparison.Ordinal);

    private static string Refused(string settings) =>
        Assert.Throws<ConfigurationException>(() => Stage.Settings(settings)).Message;

    private string RefusedFile(string text) => Refused(
        $"broker.tokens.issuers.main {{ issuer = x, keys = [\"{_folder.Write("key.pem", text)}\"] }}");
}
