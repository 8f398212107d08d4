using System.Text.Json.Nodes;
using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Tokens that only look as if an issuer had signed them.</summary>
public sealed class IssuerAttackSpec : IAsyncLifetime
{
    private const string Name = "https://id.example.com/";

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private IssuerServer _server = null!;

    public async Task InitializeAsync() => _server = await IssuerServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [SkippableFact]
    public void The_key_of_one_issuer_does_not_verify_the_tokens_of_another()
    {
        var (one, other) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("another RS256"));
        using var keys = Stage.Keys(
            Stage.Settings($$"""
                broker.tokens.issuers {
                  one { issuer = one, audience = broker, keys = ["{{one.PublicFile}}"] }
                  other { issuer = other, audience = broker, keys = ["{{other.PublicFile}}"] }
                }
                """),
            _time);
        var (asOne, asOther) = ("""{"iss":"one","aud":"broker"}""", """{"iss":"other","aud":"broker"}""");

        Assert.NotNull(keys.Application.Verifier.Verify(one.Sign(asOne)));
        Assert.NotNull(keys.Application.Verifier.Verify(other.Sign(asOther)));
        Assert.Null(keys.Application.Verifier.Verify(one.Sign(asOther)));
        Assert.Null(keys.Application.Verifier.Verify(other.Sign(asOne)));
    }

    [SkippableFact]
    public void A_public_key_is_no_secret_of_HS256()
    {
        var pair = IssuerKeyPair.Of("RS256");
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");
        var pem = File.ReadAllText(pair.PublicFile);

        foreach (var secret in (string[])[pem, pem.Trim(), pem.ReplaceLineEndings("\r\n")])
            Assert.Null(keys.Application.Verifier.Verify(Sign(Claims(), secret: secret)));
    }

    [SkippableTheory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public void A_key_of_RS256_verifies_no_other_algorithm(string algorithm)
    {
        var pair = IssuerKeyPair.Of("RS256");
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");
        var token = pair.Sign(Claims(), header: $$"""{"alg":"{{algorithm}}","typ":"JWT"}""");

        Assert.Null(keys.Application.Verifier.Verify(token));
        Assert.Null(keys.Application.Verifier.Verify(token.With(2, "")));
    }

    [SkippableTheory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task An_address_in_a_token_is_never_asked(string parameter)
    {
        var (trusted, forger) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("another RS256"));
        _server.Serve(forger.Jwk("1"));
        using var keys = Keys(source: $"keys = [\"{trusted.PublicFile}\"]");
        var header = $$"""{"alg":"RS256","kid":"1","{{parameter}}":"{{_server.Address}}/jwks"}""";

        Assert.Null(await VerifyAsync(keys, forger.Sign(Claims(), header)));
        Assert.Equal(0, _server.Requests);
        Assert.NotNull(await VerifyAsync(keys, trusted.Sign(Claims(), header)));
    }

    [SkippableFact]
    public void A_key_in_a_token_is_not_used()
    {
        var (trusted, forger) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("another RS256"));
        using var keys = Keys(source: $"keys = [\"{trusted.PublicFile}\"]");
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = "1", ["jwk"] = forger.Jwk("1") };

        Assert.Null(keys.Application.Verifier.Verify(forger.Sign(Claims(), header.ToJsonString())));
    }

    [SkippableTheory]
    [InlineData("JWT", true)]
    [InlineData("at+jwt", true)]
    [InlineData("application/at+jwt", true)]
    [InlineData("logout+jwt", false)]
    [InlineData("dpop+jwt", false)]
    public void The_type_is_that_of_a_token_or_of_an_access_token(string type, bool isAccepted)
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");
        var token = pair.Sign(Claims(), header: $$"""{"alg":"EdDSA","typ":"{{type}}"}""");

        Assert.Equal(isAccepted, keys.Application.Verifier.Verify(token) is not null);
    }

    [SkippableFact]
    public void An_issuers_token_is_neither_a_socket_token_nor_one_of_the_auction()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        using var keys = Keys(source: $"keys = [\"{pair.PublicFile}\"]");
        var token = pair.Sign(Claims());

        Assert.Null(keys.Socket.Verifier.Verify(token));
        Assert.Null(keys.Auction.Verifier.Verify(token));
    }

    private static string Claims() =>
        $$"""{"iss":"{{Name}}","aud":"broker","sub":"alice","exp":{{At(60)}}}""";

    private static async Task<CompactToken?> VerifyAsync(TokenKeys keys, string token) =>
        await keys.Application.Verifier.VerifyAsync(token, CancellationToken.None);

    private TokenKeys Keys(string source) => Stage.Keys(
        Stage.Settings($$"""
            broker.tokens.issuers.main {
              issuer = "{{Name}}", audience = broker, {{source}}
            }
            """),
        _time);
}
