using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Tokens of issuers with key pairs, whose keys a web server of the spec gives out.</summary>
public sealed class IssuerTokenSpec : IAsyncLifetime
{
    private const string Name = "https://id.example.com/";

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private IssuerServer _server = null!;

    public static TheoryData<string> Algorithms { get; } = ["RS256", "ES256", "EdDSA"];

    public async Task InitializeAsync() => _server = await IssuerServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [SkippableTheory]
    [MemberData(nameof(Algorithms))]
    public async Task Accepts_a_token_that_a_key_of_the_set_has_signed(string algorithm)
    {
        var (pair, other) = (IssuerKeyPair.Of(algorithm), IssuerKeyPair.Of("another RS256"));
        _server.Serve(other.Jwk("0"), pair.Jwk("1"));
        using var keys = Keys();

        Assert.Equal("alice", (await VerifyAsync(keys, pair.Sign(Claims(), id: "1")))!.Text("sub"));
        Assert.NotNull(await VerifyAsync(keys, pair.Sign(Claims())));
        Assert.Null(await VerifyAsync(keys, pair.Sign(Claims(), id: "0")));
        Assert.Null(await VerifyAsync(keys, pair.Sign(Claims(), id: "1").With(1, Part(Claims("bob")))));
    }

    [SkippableTheory]
    [MemberData(nameof(Algorithms))]
    public void Accepts_a_token_that_the_key_of_a_file_verifies_whatever_its_kid(string algorithm)
    {
        var pair = IssuerKeyPair.Of(algorithm);
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");

        Assert.NotNull(keys.Application.Verifier.Verify(pair.Sign(Claims(), id: "any")));
        Assert.NotNull(keys.Application.Verifier.Verify(pair.Sign(Claims())));
        Assert.Equal(0, _server.Requests);
    }

    [SkippableTheory]
    [MemberData(nameof(Algorithms))]
    public void Refuses_every_change_of_a_signature(string algorithm)
    {
        var pair = IssuerKeyPair.Of(algorithm);
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");
        var token = pair.Sign(Claims());
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[2]);

        for (var at = 0; at < signature.Length; at++)
        {
            byte[] changed = [.. signature];
            changed[at] ^= 0x10;
            Assert.Null(Verify(changed));
        }
        Assert.Null(Verify(signature[..^1]));
        Assert.Null(Verify([.. signature, 0]));
        Assert.Null(Verify([0]));
        Assert.Null(Verify(new byte[signature.Length]));
        Assert.Null(Verify([.. Enumerable.Repeat((byte)0xff, signature.Length)]));

        CompactToken? Verify(byte[] bytes) => keys.Application.Verifier.Verify(
            token.With(2, System.Buffers.Text.Base64Url.EncodeToString(bytes)));
    }

    [SkippableTheory]
    [InlineData("""{"iss":"https://id.example.com/","aud":"broker"}""", true)]
    [InlineData("""{"iss":"https://id.example.com/","aud":["other","broker"]}""", true)]
    [InlineData("""{"iss":"https://id.example.com/","aud":["other"]}""", false)]
    [InlineData("""{"iss":"https://id.example.com/","aud":[]}""", false)]
    [InlineData("""{"iss":"https://id.example.com/","aud":"Broker"}""", false)]
    [InlineData("""{"iss":"https://id.example.com/","aud":"broker "}""", false)]
    [InlineData("""{"iss":"https://id.example.com/","aud":{"broker":1}}""", false)]
    [InlineData("""{"iss":"https://id.example.com/","aud":null}""", false)]
    [InlineData("""{"iss":"https://id.example.com/"}""", false)]
    [InlineData("""{"iss":"https://id.example.com","aud":"broker"}""", false)]
    [InlineData("""{"iss":"HTTPS://id.example.com/","aud":"broker"}""", false)]
    [InlineData("""{"iss":["https://id.example.com/"],"aud":"broker"}""", false)]
    [InlineData("""{"iss":null,"aud":"broker"}""", false)]
    [InlineData("""{"iss":"https://evil.example.com/","aud":"broker"}""", false)]
    [InlineData("""{"aud":"broker"}""", false)]
    public void The_issuer_and_the_audience_are_compared_exactly(string payload, bool isAccepted)
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");

        Assert.Equal(isAccepted, keys.Application.Verifier.Verify(pair.Sign(payload)) is not null);
    }

    [SkippableTheory]
    [InlineData("""{"iss":"https://id.example.com/"}""", true)]
    [InlineData("""{"iss":"https://id.example.com/","aud":"broker"}""", false)]
    [InlineData("""{"iss":"https://id.example.com/","aud":""}""", false)]
    public void Without_an_audience_a_token_for_any_audience_is_refused(string payload, bool isAccepted)
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"], audience = \"\"");

        Assert.Equal(isAccepted, keys.Application.Verifier.Verify(pair.Sign(payload)) is not null);
    }

    private static string Claims(string user = "alice") =>
        $$"""{"iss":"{{Name}}","aud":"broker","sub":"{{user}}","exp":{{At(60)}}}""";

    private static async Task<CompactToken?> VerifyAsync(TokenKeys keys, string token) =>
        await keys.Application.Verifier.VerifyAsync(token, CancellationToken.None);

    private TokenKeys Keys(string? source = null) => Stage.Keys(
        Stage.Settings($$"""
            broker.tokens.issuers.main {
              issuer = "{{Name}}", audience = broker, {{source ?? $"jwks = \"{_server.Address}/jwks\""}}
            }
            """),
        _time);
}
