using System.Net;
using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Cluster;

/// <summary>The database goes and comes back; the server and its clients stay.</summary>
public class OutageSpec
{
    private const string Config =
        """
        broker.channel.kinds {
          dear { pattern = "dear*", store = on, history-size-max = 100 }
        }
        """;

    [SkippableFact]
    public async Task Without_the_database_publishers_are_told_and_sockets_stay_and_all_comes_back_by_itself()
    {
        await using var server = await PostgresServer.StartNewAsync(isDurable: true);
        var start = new BrokerStart
        {
            Config = Config,
            Environment = new Dictionary<string, string>
            {
                ["BROKER_POSTGRES"] = await server.CreateDatabaseAsync(),
            },
        };
        await using var broker = await BrokerProcess.StartAsync(start);
        using var dear = await ChatClient.JoinAsync(broker, "dear.1", "alice");
        using var near = await ChatClient.JoinAsync(broker, "near.1", "bob");
        using var users = new UsersHttp(broker);
        await broker.Http.PublishAsync("dear.1", "before");
        Assert.Equal("before", await dear.NextContentAsync());

        await server.StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(broker, "dear.1", "lost"));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(broker, "near.1", "near"));
        Assert.Equal("near", await near.NextContentAsync());
        var refused = await dear.AskAsync(Request.Publish("dear.1", "lost"));
        Assert.Equal("error", (string?)refused["status"]);
        var message = await users.PostAsync("/message", """{"username":"eve","content":"lost"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, message.Status);

        await server.StartAsync();
        await Patience.UntilAsync(
            async () => await StatusAsync(broker, "dear.1", "after") is HttpStatusCode.NoContent,
            () => "Nothing can be published again.");
        string content;
        do content = await dear.NextContentAsync();
        while (content is "lost");
        Assert.Equal("after", content);
        await users.MessageAsync("eve", "kept");
    }

    [SkippableFact]
    public async Task A_database_that_says_nothing_is_away_too_and_within_the_limit()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var start = new BrokerStart
        {
            Config = Config,
            Environment = new Dictionary<string, string>
            {
                ["BROKER_POSTGRES"] = await server.CreateDatabaseAsync(),
            },
        };
        await using var broker = await BrokerProcess.StartAsync(start);
        using var alice = await ChatClient.JoinAsync(broker, "dear.1");
        await server.PauseAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(broker, "dear.1", "lost?"));

        await server.ResumeAsync();
        await Patience.UntilAsync(
            async () => await StatusAsync(broker, "dear.1", "after") is HttpStatusCode.NoContent,
            () => "Nothing can be published again.");
    }

    [SkippableFact]
    public async Task A_database_that_takes_no_writes_as_a_full_one_does_is_told_until_it_does_again()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var connection = await server.CreateDatabaseAsync();
        var start = new BrokerStart
        {
            Config = Config,
            Environment = new Dictionary<string, string> { ["BROKER_POSTGRES"] = connection },
        };
        await using var broker = await BrokerProcess.StartAsync(start);
        using var alice = await ChatClient.JoinAsync(broker, "dear.1");
        await SetReadOnlyAsync("on");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(broker, "dear.1", "lost"));

        await SetReadOnlyAsync("off");
        await Patience.UntilAsync(
            async () => await StatusAsync(broker, "dear.1", "after") is HttpStatusCode.NoContent,
            () => "Nothing can be published again.");
        Assert.Equal("after", await alice.NextContentAsync());

        async Task SetReadOnlyAsync(string value)
        {
            await server.ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {value}");
            await server.ExecuteAsync("SELECT pg_reload_conf()");
            await server.TerminateBackendsAsync();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(BrokerProcess broker, string channel, string text)
    {
        using var answer = await broker.Http.PostAsync(channel, System.Text.Encoding.UTF8.GetBytes(text));
        return answer.StatusCode;
    }
}
