using Broker.Gateway.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Gateway.Tests.Hosting;

/// <summary>What SIGHUP changes without a restart (contracts §0).</summary>
public class ReloadSpec
{
    private const string Token =
        "POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\n\r\n{\"username\":\"a\"}";

    private const string OneToken = "broker.rate { window = 1d, tokens-max = 1 }";

    private const string Allowed = "broker.http.allowed-origins = [\"https://app.example\"]";

    private const string Publish =
        "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nOrigin: https://app.example\r\n\r\n";

    [Fact]
    public async Task Rates_hold_at_once_also_for_an_address_that_is_counted_already()
    {
        await using var gateway = await RunningGateway.StartAsync(OneToken);
        Assert.Equal(200, (await gateway.AnswerAsync(Token)).Status);
        Assert.Equal(429, (await gateway.AnswerAsync(Token)).Status);

        gateway.Reload("broker.rate { window = 1d, tokens-max = 2 }");
        Assert.Equal(200, (await gateway.AnswerAsync(Token)).Status);
    }

    [Fact]
    public async Task Limits_of_connections_hold_for_the_next_one()
    {
        await using var gateway = await RunningGateway.StartAsync(Allowed);
        gateway.Reload($"{Allowed}\nbroker.http.connections-max = 1");
        using var first = await gateway.ConnectAsync();

        Assert.Equal(204, (await RunningGateway.AnswerAsync(first, Publish)).Status);
        Assert.Equal(503, (await gateway.AnswerAsync(Publish)).Status);
        Assert.Equal(204, (await RunningGateway.AnswerAsync(first, Publish)).Status);
    }

    [Fact]
    public async Task Origins_and_log_levels_hold_at_once()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.Equal(403, (await gateway.AnswerAsync(Publish)).Status);
        gateway.Reload($"{Allowed}\nbroker.process.log-level = debug\nakka.loglevel = DEBUG");

        Assert.Equal(204, (await gateway.AnswerAsync(Publish)).Status);
        var live = gateway.Services.GetRequiredService<LiveSettings>();
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Debug, live.Current.Process.LogLevel);
        Assert.Equal(LogLevel.DebugLevel, gateway.System.EventStream.LogLevel);
    }

    [Fact]
    public async Task Keys_and_the_admin_token_hold_at_once()
    {
        await using var gateway = await RunningGateway.StartAsync(
            "broker { publish { guard = on, keys = [old-key] }, admin.token = the-old-admin-token }");
        Assert.Equal((204, 403), await StatusesAsync("old"));

        gateway.Reload(
            "broker { publish { guard = on, keys = [new-key] }, admin.token = the-new-admin-token }");
        Assert.Equal((403, 403), await StatusesAsync("old"));
        Assert.Equal((204, 403), await StatusesAsync("new"));
        Assert.Equal(200, await StatusAsync("GET /admin/stats", "the-new-admin-token"));

        async Task<(int Publish, int Admin)> StatusesAsync(string name) => (
            await StatusAsync("POST /publish", $"{name}-key"),
            await StatusAsync("GET /admin/stats", $"{name}-key"));

        async Task<int> StatusAsync(string line, string secret) => (await gateway.AnswerAsync(
            $"{line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
            + $"Authorization: Bearer {secret}\r\n\r\n")).Status;
    }

    [Fact]
    public async Task Secrets_of_tokens_hold_at_once_and_the_old_one_for_as_long_as_it_stays()
    {
        var (before, after) = (new string('a', 32), new string('b', 32));
        await using var gateway = await RunningGateway.StartAsync($"broker.users.token-secrets = [{before}]");
        var token = (await gateway.AnswerAsync(Token)).Body.Split('"')[3];
        Assert.Equal(200, await StatusAsync());

        gateway.Reload($"broker.users.token-secrets = [{after}, {before}]");
        Assert.Equal(200, await StatusAsync());
        gateway.Reload($"broker.users.token-secrets = [{after}]");
        Assert.Equal(403, await StatusAsync());

        async Task<int> StatusAsync() => (await gateway.AnswerAsync(
            "POST /ws/token HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n"
            + $"Authorization: {token}\r\n\r\n")).Status;
    }

    [Theory]
    [InlineData("broker.rate.tokens-max = many")]
    [InlineData("broker.rate.tokens-maxx = 1")]
    [InlineData("broker {")]
    public async Task Settings_that_are_wrong_change_nothing(string config)
    {
        await using var gateway = await RunningGateway.StartAsync(OneToken);
        Assert.Equal(200, (await gateway.AnswerAsync(Token)).Status);

        gateway.Reload(config);
        Assert.Equal(429, (await gateway.AnswerAsync(Token)).Status);
    }
}
