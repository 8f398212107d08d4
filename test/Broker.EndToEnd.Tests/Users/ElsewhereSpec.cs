using System.Net;

namespace Broker.EndToEnd.Tests.Users;

/// <summary>Users in an environment other than <c>dev</c>.</summary>
public class ElsewhereSpec
{
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["APP_ENVIRONMENT"] = "prod",
        ["BROKER_BIND"] = "localhost",
        ["BROKER_TOKEN_SECRET"] = "a secret of the application",
        ["BROKER_SOCKET_TOKEN_SECRET"] = "a secret of the sockets",
        ["BROKER_AUCTION_SECRET"] = "a secret of the auction",
    };

    [Theory]
    [InlineData("BROKER_TOKEN_SECRET", "broker.users.token-secrets")]
    [InlineData("BROKER_SOCKET_TOKEN_SECRET", "broker.users.socket-token-secrets")]
    [InlineData("BROKER_AUCTION_SECRET", "broker.auction.secrets")]
    public async Task With_a_default_secret_the_process_refuses_to_start(string variable, string key)
    {
        var start = new BrokerStart { Environment = Without(variable) };
        using var run = await BrokerProcess.RunToExitAsync(start);
        using var check = await BrokerProcess.RunToExitAsync(start with { Arguments = ["--check-config"] });

        Assert.Equal((2, 2), (run.ExitCode, check.ExitCode));
        Assert.Contains(variable, run.Output, StringComparison.Ordinal);
        Assert.Contains(key, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_secrets_of_its_own_it_serves_and_guards_publishing_with_its_keys()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Environment = Secrets,
            Config = $"{Settings.PublishKeys} = [new, old]",
        });
        using var http = new UsersHttp(broker);
        const string Message = """{"username":"prod","content":"hi"}""";

        var nobody = await http.PostAsync("/message", Message);
        Assert.Equal(("401: Unauthorized", "Bearer"), (nobody.Body, nobody["WWW-Authenticate"]));
        Assert.Equal(
            "403: Forbidden", (await http.PostAsync("/message", Message, ("X-API-Key", "wrong"))).Body);
        Assert.Equal(HttpStatusCode.OK, await Status("/message", Message, "Authorization", "Bearer old"));
        Assert.Equal(HttpStatusCode.OK, await Status("/message", Message, "X-API-Key", "new"));
        Assert.Equal(2, (await http.ReadAsync("prod")).Count);

        var publish = await http.PostAsync("/publish", "hi");
        Assert.Equal(HttpStatusCode.Unauthorized, publish.Status);
        Assert.StartsWith("{\"message\":", publish.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await Status("/publish", "hi", "X-API-Key", "wrong"));
        Assert.Equal(HttpStatusCode.NoContent, await Status("/publish", "hi", "X-API-Key", "old"));

        async Task<HttpStatusCode> Status(string path, string body, string header, string value) =>
            (await http.PostAsync(path, body, (header, value))).Status;
    }

    [Fact]
    public async Task Without_keys_nobody_publishes_until_the_guard_is_named_off()
    {
        await using var guarded = await BrokerProcess.StartAsync(new BrokerStart { Environment = Secrets });
        await using var open = await BrokerProcess.StartAsync(new BrokerStart
        {
            Environment = Secrets,
            Config = $"{Settings.PublishGuard} = off",
        });
        using var refused = await guarded.Http.PostAsync("news", "x"u8.ToArray(), ("X-API-Key", "x"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("broker.publish.keys is empty", guarded.Output, StringComparison.Ordinal);
        await open.Http.PublishAsync("news", "x");
    }

    [Fact]
    public async Task A_token_outlives_a_rotation_of_its_secret_and_not_the_end_of_it()
    {
        string token;
        await using (var before = await BrokerProcess.StartAsync(new BrokerStart { Environment = Secrets }))
        {
            using var http = new UsersHttp(before);
            token = await http.TokenAsync("rotated");
        }

        Assert.Equal(HttpStatusCode.OK, await StatusWith("[another, \"a secret of the application\"]"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusWith("[another]"));

        async Task<HttpStatusCode> StatusWith(string secrets)
        {
            await using var broker = await BrokerProcess.StartAsync(new BrokerStart
            {
                Environment = Without("BROKER_TOKEN_SECRET"),
                Config = $"broker.users.token-secrets = {secrets}",
            });
            using var http = new UsersHttp(broker);
            return (await http.PostAsync("/ws/token", "", ("Authorization", token))).Status;
        }
    }

    private static Dictionary<string, string> Without(string variable) =>
        Secrets.Where(entry => entry.Key != variable).ToDictionary();
}
