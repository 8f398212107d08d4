using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using Microsoft.AspNetCore.Http;
using static Broker.Gateway.Tests.Tokens.ForgedToken;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>When the keys of an issuer are read again, and which tokens are valid meanwhile.</summary>
public sealed class KeyRotationSpec : IAsyncLifetime
{
    private const string Name = "https://id.example.com/";

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private IssuerServer _server = null!;

    public async Task InitializeAsync() => _server = await IssuerServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [SkippableFact]
    public async Task A_new_key_is_read_for_its_first_token()
    {
        var (old, next) = (IssuerKeyPair.Of("RS256"), IssuerKeyPair.Of("ES256"));
        _server.Serve(old.Jwk("old"));
        using var keys = Keys();
        Assert.NotNull(await VerifyAsync(keys, old.Sign(Claims(), id: "old")));

        _server.Serve(next.Jwk("next"));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await VerifyAsync(keys, next.Sign(Claims(), id: "next")));
        Assert.Null(await VerifyAsync(keys, old.Sign(Claims(), id: "old")));
    }

    [SkippableFact]
    public async Task Unknown_kids_have_the_keys_read_once_in_five_seconds()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        _server.Serve(pair.Jwk("known"));
        using var keys = Keys();
        for (var number = 0; number < 20; number++)
            Assert.Null(await VerifyAsync(keys, With(pair, $"unknown {number}")));
        Assert.Equal(1, _server.Requests);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Null(await VerifyAsync(keys, With(pair, "unknown")));
        Assert.Equal(1, _server.Requests);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(await VerifyAsync(keys, With(pair, "unknown")));
        Assert.Equal(2, _server.Requests);
    }

    [SkippableFact]
    public async Task Tokens_that_come_while_the_keys_are_read_share_the_answer()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        var (json, asked, open) = (
            IssuerServer.SetOf(pair.Jwk("1")), new TaskCompletionSource(), new TaskCompletionSource());
        _server.Answer = async context =>
        {
            asked.SetResult();
            await open.Task;
            await context.Response.WriteAsync(json);
        };
        using var keys = Keys();
        var token = pair.Sign(Claims(), id: "1");
        var first = keys.Application.Verifier.VerifyAsync(token, CancellationToken.None).AsTask();
        await asked.Task;
        var second = keys.Application.Verifier.VerifyAsync(token, CancellationToken.None).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);

        open.SetResult();
        Assert.All(await Task.WhenAll(first, second), Assert.NotNull);
        Assert.Equal(1, _server.Requests);
    }

    [SkippableFact]
    public async Task A_token_that_expires_while_the_keys_are_read_is_refused()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        var json = IssuerServer.SetOf(pair.Jwk("1"));
        _server.Answer = context =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return context.Response.WriteAsync(json);
        };
        using var keys = Keys();

        Assert.Null(await VerifyAsync(keys, pair.Sign(Claims(), id: "1")));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Known_keys_outlive_the_absence_of_their_issuer(bool answers)
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        _server.Serve(pair.Jwk("1"));
        using var keys = Keys();
        await keys.ReadAgainAsync();
        if (answers) _server.Answer = context => context.Response.WriteAsync("<h1>Maintenance</h1>");
        else await _server.StopAsync();

        _time.Advance(TimeSpan.FromSeconds(30));
        await keys.ReadAgainAsync();
        Assert.NotNull(await VerifyAsync(keys, pair.Sign(Claims(), id: "1")));
        Assert.Null(await VerifyAsync(keys, With(pair, "2")));
    }

    [SkippableFact]
    public async Task An_issuer_that_is_away_when_the_broker_starts_is_asked_again()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        _server.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        using var keys = Keys();
        await keys.ReadAgainAsync();
        var token = pair.Sign(Claims(), id: "1");
        Assert.Null(await VerifyAsync(keys, token));

        _server.Serve(pair.Jwk("1"));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await VerifyAsync(keys, token));
    }

    private static string Claims() =>
        $$"""{"iss":"{{Name}}","aud":"broker","sub":"alice","exp":{{At(60)}}}""";

    // Its signature is right for no key: openssl need not run for it.
    private static string With(IssuerKeyPair pair, string id) =>
        $"{Part($$"""{"alg":"{{pair.Algorithm}}","kid":"{{id}}"}""")}.{Part(Claims())}.{Part(new('x', 64))}";

    private static async Task<CompactToken?> VerifyAsync(TokenKeys keys, string token) =>
        await keys.Application.Verifier.VerifyAsync(token, CancellationToken.None);

    private TokenKeys Keys() => Stage.Keys(
        Stage.Settings($$"""
            broker.tokens.issuers.main {
              issuer = "{{Name}}", audience = broker, jwks = "{{_server.Address}}/jwks"
            }
            """),
        _time);
}
