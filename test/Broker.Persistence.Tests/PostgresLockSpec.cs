using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.Persistence.Tests;

/// <summary>One process uses a database.</summary>
public sealed class PostgresLockSpec
{
    [SkippableFact]
    public async Task Refuses_a_second_process()
    {
        var settings = await SettingsAsync();
        await using (await Node.StartAsync("", settings))
        {
            var refusal = await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync("", settings));
            Assert.Contains("another broker uses the database", refusal.Message, StringComparison.Ordinal);
        }

        await using var next = await Node.StartAsync("", settings);
    }

    [SkippableFact]
    public async Task Ends_its_own_session_that_a_cut_network_has_left_at_the_server()
    {
        var settings = await SettingsAsync();
        await using var node = await Node.StartAsync("", settings);
        await using var left = new NpgsqlConnection($"{settings.Postgres};Pooling=false");
        await left.OpenAsync();
        // The node's connection ends, and another session of its name has the lock.
        await using (var command = new NpgsqlCommand("""
            SELECT set_config('application_name', application_name, false), pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'broker _%';
            SELECT pg_advisory_lock(1651666795)
            """, left))
        {
            await command.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var wait = new NpgsqlCommand("SELECT pg_sleep(30)", left);
            await wait.ExecuteNonQueryAsync();
        });
        await using var source = NpgsqlDataSource.Create(settings.Postgres);
        await using var holders = source.CreateCommand("""
            SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
        await Node.WaitAsync(() => (long)holders.ExecuteScalar()! == 1);
        Assert.False(node.Store.Lost.IsCancellationRequested);
        await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync("", settings));
    }

    [SkippableFact]
    public async Task Tells_that_another_process_has_the_database_after_the_server_was_away()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var settings = Node.Settings with { Postgres = await server.CreateDatabaseAsync() };
        await using var node = await Node.StartAsync("", settings);

        // The other one is faster than the turn of the first one's watch, or it is refused and tries again.
        await using var other = await OvertakeAsync(server, settings);

        await Node.WaitAsync(() => node.Store.Lost.IsCancellationRequested);
    }

    private static async Task<Node> OvertakeAsync(PostgresServer server, PersistenceSettings settings)
    {
        for (var tries = 0; ; tries++)
        {
            await server.TerminateBackendsAsync();
            try
            {
                return await Node.StartAsync("", settings);
            }
            catch (StoreException) when (tries < 100)
            {
                // The next try.
            }
        }
    }

    private static async Task<PersistenceSettings> SettingsAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return Node.Settings with { Postgres = await server.CreateDatabaseAsync() };
    }
}
