using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>Brokers on one PostgreSQL, as an operator meets them.</summary>
public class PostgresSpec
{
    [SkippableFact]
    public async Task A_second_broker_on_the_same_database_is_a_node_of_the_same_cluster()
    {
        var start = await StartAsync();
        await using var first = await BrokerProcess.StartAsync(start);
        await using var second = await BrokerProcess.StartAsync(Beside(start));

        using var writer = new UsersHttp(first);
        using var reader = new UsersHttp(second);
        await writer.MessageAsync("ann", "over both");
        Assert.Equal(["over both"], (await reader.ReadAsync("ann")).Select(m => (string?)m!["content"]));
    }

    [SkippableFact]
    public async Task A_broker_with_another_secret_is_told_why_and_exits_with_1()
    {
        var start = await StartAsync();
        await using var first = await BrokerProcess.StartAsync(start);
        var stranger = new Dictionary<string, string>(start.Environment)
        {
            ["BROKER_CLUSTER_SECRET"] = "another secret that is as long as it has to be",
        };
        using var second = await RunningProcess.RunAsync(
            new BrokerStart { Environment = stranger }.ToProcessStartInfo());

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("secret=", second.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_broker_that_takes_the_place_of_a_killed_one_has_all_that_was_answered()
    {
        var start = await StartAsync();
        await using var first = await BrokerProcess.StartAsync(start);
        using (var users = new UsersHttp(first)) await users.MessageAsync("ann", "kept");
        first.Kill();
        await first.ExitedAsync();

        await using var second = await BrokerProcess.StartAsync(Beside(start));
        using var again = new UsersHttp(second);
        Assert.Equal(["kept"], (await again.ReadAsync("ann")).Select(m => (string?)m!["content"]));
        Assert.Equal("ok", (await again.GetAsync("/healthcheck")).Body);
    }

    private static async Task<BrokerStart> StartAsync()
    {
        PostgresServer.Require();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        return new BrokerStart
        {
            Environment = new Dictionary<string, string> { ["BROKER_POSTGRES"] = database },
        };
    }

    private static BrokerStart Beside(BrokerStart start) =>
        new() { Environment = start.Environment };
}
