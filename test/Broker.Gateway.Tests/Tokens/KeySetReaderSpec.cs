using System.Diagnostics;
using Broker.Gateway.Tests.Users;
using Broker.Gateway.Tokens;
using Microsoft.AspNetCore.Http;

namespace Broker.Gateway.Tests.Tokens;

/// <summary>How keys are read from an issuer's web server, which may be slow, wrong or hostile.</summary>
public sealed class KeySetReaderSpec : IAsyncLifetime
{
    private IssuerServer _server = null!;

    public async Task InitializeAsync() => _server = await IssuerServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", "is not a JSON Web Key Set")]
    [InlineData("<html></html>", "is not a JSON Web Key Set")]
    [InlineData("[]", "is not a JSON Web Key Set")]
    [InlineData("null", "is not a JSON Web Key Set")]
    [InlineData("""{"keys":null}""", "is not a JSON Web Key Set")]
    [InlineData("""{"keys":{}}""", "is not a JSON Web Key Set")]
    [InlineData("""{"keys":[{"kty":1}]}""", "is not a JSON Web Key Set")]
    [InlineData("{}", "has no key")]
    [InlineData("""{"keys":[]}""", "has no key")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA"}]}""", "has no key")]
    public async Task An_answer_without_keys_is_an_error(string answer, string problem)
    {
        _server.Answer = context => context.Response.WriteAsync(answer);

        Assert.Contains(problem, await RefusedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Any_other_status_than_success_with_keys_is_an_error(int status)
    {
        _server.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        Assert.NotEmpty(await RefusedAsync());
    }

    [SkippableTheory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = await IssuerServer.StartAsync();
        elsewhere.Serve(IssuerKeyPair.Of("EdDSA").Jwk());
        _server.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = elsewhere.Address;
            return Task.CompletedTask;
        };

        Assert.Contains($"answers {status}", await RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_does_not_end_in_time_is_given_up(bool begins)
    {
        _server.Answer = async context =>
        {
            if (begins) await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await UntilAbortedAsync(context);
        };
        var began = Stopwatch.StartNew();

        Assert.Contains("no answer within 0.2 s", await RefusedAsync("jwks-timeout = 200ms"),
            StringComparison.Ordinal);
        Assert.InRange(began.Elapsed, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut_off_at_the_limit()
    {
        _server.Answer = async context =>
        {
            var block = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };

        Assert.Contains($"{1 << 20}", await RefusedAsync("jwks-timeout = 30s"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_answer_over_the_limit_is_an_error_and_one_at_the_limit_is_not()
    {
        var json = IssuerServer.SetOf(IssuerKeyPair.Of("EdDSA").Jwk());
        _server.Answer = context => context.Response.WriteAsync(json.PadRight(2048));
        Assert.False((await ReadAsync("jwks-bytes-max = 2048")).IsEmpty);

        _server.Answer = context => context.Response.WriteAsync(json.PadRight(2049));
        Assert.NotEmpty(await RefusedAsync("jwks-bytes-max = 2048"));
    }

    [SkippableFact]
    public async Task A_set_of_ten_thousand_keys_is_not_taken()
    {
        var pair = IssuerKeyPair.Of("EdDSA");
        var keys = Enumerable.Range(0, 10_000).Select(number => pair.Jwk($"{number}")).ToArray();
        _server.Serve(keys);
        Assert.Contains("has 10000 keys, more than 256",
            await RefusedAsync("jwks-bytes-max = 4MiB"), StringComparison.Ordinal);

        _server.Serve(keys[..256].Select(key => key.DeepClone()));
        Assert.False((await ReadAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_address_where_nothing_listens_is_an_error()
    {
        await _server.StopAsync();

        Assert.NotEmpty(await RefusedAsync());
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("/realms/main")]
    [InlineData("/realms/main/")]
    public async Task The_discovery_document_says_where_the_keys_are(string path)
    {
        var issuer = _server.Address + path;
        var keys = IssuerServer.SetOf(IssuerKeyPair.Of("ES256").Jwk());
        var document = $$"""{"issuer":"{{issuer}}","jwks_uri":"{{_server.Address}}/certs","more":[]}""";
        _server.Answer = context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/certs" => keys,
            var other when other == path.TrimEnd('/') + "/.well-known/openid-configuration" => document,
            _ => "",
        });

        Assert.False((await ReadAsync(issuer: issuer)).IsEmpty);
    }

    [Theory]
    [InlineData("""{"issuer":"https://x.example.com","jwks_uri":"SERVER/certs"}""", "is of another issuer")]
    [InlineData("""{"issuer":"SERVER/","jwks_uri":"SERVER/certs"}""", "is of another issuer")]
    [InlineData("""{"issuer":"SERVER","jwks_uri":"http://k.example.com/c"}""", "is not an https address")]
    [InlineData("""{"issuer":"SERVER","jwks_uri":"file:///etc/passwd"}""", "is not an https address")]
    [InlineData("""{"issuer":"SERVER","jwks_uri":"/certs"}""", "is not an https address")]
    [InlineData("""{"issuer":"SERVER","jwks_uri":1}""", "is not a discovery document")]
    [InlineData("""{"issuer":"SERVER"}""", "is not a discovery document")]
    [InlineData("[]", "is not a discovery document")]
    [InlineData("", "is not a discovery document")]
    public async Task A_wrong_discovery_document_is_an_error(string document, string problem)
    {
        var text = document.Replace("SERVER", _server.Address, StringComparison.Ordinal);
        _server.Answer = context => context.Response.WriteAsync(text);

        Assert.Contains(problem, await RefusedAsync(issuer: _server.Address), StringComparison.Ordinal);
        Assert.Equal(1, _server.Requests);
    }

    private static async Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    private async Task<string> RefusedAsync(string settings = "", string? issuer = null) =>
        (await Assert.ThrowsAsync<KeySetException>(() => ReadAsync(settings, issuer))).Message;

    // With an issuer it is found by discovery.
    private async Task<KeySet> ReadAsync(string settings = "", string? issuer = null)
    {
        var source = issuer is null
            ? $"issuer = main, jwks = \"{_server.Address}/jwks\""
            : $"issuer = \"{issuer}\"";
        var tokens = Stage.Settings(
            $"broker.tokens {{ {settings} }}\nbroker.tokens.issuers.main {{ {source} }}").Tokens;
        using var reader = new KeySetReader(tokens);
        return await reader.ReadAsync(tokens.Issuers.Single());
    }
}
