using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>PostgreSQL serves one broker, as an operator meets it.</summary>
public class PostgresSpec
{
    [SkippableFact]
    public async Task A_second_broker_on_the_same_database_is_told_why_and_exits_with_1()
    {
        var start = await StartAsync();
        await using var first = await BrokerProcess.StartAsync(start);
        using var second = await RunningProcess.RunAsync(Beside(start).ToProcessStartInfo());

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            "another broker uses the database; only one process may "
            + "(broker.persistence.postgres, BROKER_POSTGRES)",
            second.Output, StringComparison.Ordinal);
        using var users = new UsersHttp(first);
        await users.MessageAsync("ann", "the first one is not disturbed");
    }

    [SkippableFact]
    public async Task A_broker_that_was_killed_waits_for_nothing_and_has_all_that_was_answered()
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

    [SkippableFact]
    public async Task A_broker_that_another_has_replaced_while_the_server_was_away_says_so_and_exits_with_1()
    {
        var start = await StartAsync();
        await using var broker = await BrokerProcess.StartAsync(start);
        await using var other = new NpgsqlConnection($"{start.Environment["BROKER_POSTGRES"]};Pooling=false");
        await other.OpenAsync();
        await using (var command = new NpgsqlCommand("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid();
            SELECT pg_advisory_lock(1651666795)
            """, other))
        {
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(1, await broker.ExitedAsync());
        Assert.Contains("Another process has locked the database", broker.Output, StringComparison.Ordinal);
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
