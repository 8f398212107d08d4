using Broker.Gateway.Tests.Users;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>Secrets and keys that are replaced while the process runs.</summary>
public class TokenKeysSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Fact]
    public void Other_secrets_count_from_when_they_are_set()
    {
        using var keys = Stage.Keys(Secrets("old"), _time);
        var old = Sign(Payload, secret: "old");
        Assert.NotNull(keys.Application.Verifier.Verify(old));

        keys.Reload(Secrets("new", "old"));
        Assert.NotNull(keys.Application.Verifier.Verify(old));
        Assert.Equal(
            Sign("{}", secret: "new"), keys.Application.Secrets.Sign(new Dictionary<string, object>()));

        keys.Reload(Secrets("new"));
        Assert.Null(keys.Application.Verifier.Verify(old));
    }

    [SkippableFact]
    public async Task The_keys_of_an_issuer_that_stays_are_kept_though_it_is_away()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        await using var server = await IssuerServer.StartAsync();
        server.Serve(pair.Jwk("1"));
        var issuer = $"broker.tokens.issuers.main {{ issuer = main, jwks = \"{server.Address}\" }}\n";
        using var keys = Stage.Keys(Stage.Settings(issuer), _time);
        await keys.ReadAgainAsync();
        await server.StopAsync();
        var token = pair.Sign("""{"iss":"main"}""", id: "1");

        keys.Reload(Stage.Settings($"{issuer}broker.users.token-secrets = [new]"));
        Assert.NotNull(keys.Application.Verifier.Verify(token));

        keys.Reload(Stage.Settings($"{issuer}broker.tokens.issuers.main.audience = broker"));
        Assert.Null(keys.Application.Verifier.Verify(token));

        keys.Reload(Stage.Settings(""));
        Assert.Null(keys.Application.Verifier.Verify(token));
    }

    private static Broker.Gateway.Configuration.BrokerSettings Secrets(params string[] secrets) =>
        Stage.Settings($"broker.users.token-secrets = [{string.Join(", ", secrets)}]");
}
