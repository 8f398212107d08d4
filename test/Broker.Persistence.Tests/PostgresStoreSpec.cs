using Broker.Actors;
using Broker.Actors.Persistence;
using Broker.Persistence.Postgres;
using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Broker.Persistence.Tests;

public sealed class PostgresStoreSpec
{
    [SkippableFact]
    public async Task Keeps_events_over_a_restart_in_the_same_generation()
    {
        var settings = await SettingsAsync();
        await using (var node = await Node.StartAsync("", settings))
        {
            var counter = node.Counter("one");
            foreach (var number in new ulong[] { 3, 4 }) await counter.Ask<ulong>(number, Node.Patience);
            Assert.Equal(Durability.File, node.Store.Durability);
        }

        await using var restarted = await Node.StartAsync("", settings);
        var state = await Node.ReadAsync(restarted.Counter("one"));
        Assert.Equal([3ul, 4], state.Numbers);
        Assert.Equal(restarted.Store.Generation.Value, state.Last);
        Assert.False(state.IsBroken);
    }

    [SkippableFact]
    public async Task Refuses_the_second_of_two_writers_and_stores_what_shares_its_batch()
    {
        await using var node = await Node.StartAsync("", await SettingsAsync());
        var (one, other, good) = (node.Counter("same"), node.Counter("same"), node.Counter("good"));
        await Task.WhenAll(Node.ReadAsync(one), Node.ReadAsync(other), Node.ReadAsync(good));

        Assert.Equal(1ul, await one.Ask<object>(1ul, Node.Patience));
        var refused = other.Ask<object>(2ul, Node.Patience);
        Assert.Equal(3ul, await good.Ask<object>(3ul, Node.Patience));
        Assert.IsType<CounterActor.Stopped>(await refused);
        Assert.True(node.Store.Health.IsWriting);
    }

    [SkippableFact]
    public async Task Counts_a_write_without_a_lease_as_a_fence_and_as_a_failure()
    {
        var settings = await SettingsAsync();
        await using var node = await Node.StartAsync("", settings);
        await node.Counter("one").Ask<ulong>(1ul, Node.Patience);
        Assert.Equal(0, node.Store.Health.Fences);
        // What the cluster's own trigger does.
        await PostgresServer.ExecuteAsync(settings.Postgres, """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''no lease'' USING ERRCODE = ''NL001''; END';
            CREATE TRIGGER refuse BEFORE INSERT ON broker.journal EXECUTE FUNCTION refuse();
            """);

        Assert.IsType<CounterActor.Stopped>(await node.Counter("two").Ask<object>(1ul, Node.Patience));
        Assert.Equal(1, node.Store.Health.Fences);
    }

    [SkippableFact]
    public async Task Begins_a_generation_at_another_timeline_and_refuses_events_of_the_one_before()
    {
        var settings = await SettingsAsync();
        await using var node = await Node.StartAsync("", settings);
        var counter = node.Counter("one");
        await counter.Ask<ulong>(1ul, Node.Patience);
        var first = node.Store.Generation.Value;

        // To the broker a failover is this: its connections break, and the next ones are at another timeline.
        await PostgresServer.ExecuteAsync(settings.Postgres, "UPDATE broker.generation SET timeline = 99");
        await PostgresServer.ExecuteAsync(settings.Postgres, """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);

        object answer;
        do answer = await counter.Ask<object>(2ul, Node.Patience);
        while (answer is not CounterActor.Stopped);
        await node.StoreAsync("one", 3);
        Assert.NotEqual(first, node.Store.Generation.Value);
        var state = await Node.ReadAsync(node.Counter("one"));
        Assert.Equal([1ul, 3], state.Numbers);
        Assert.False(state.IsBroken);
    }

    [SkippableTheory]
    [InlineData(true, Durability.Fsync)]
    [InlineData(false, Durability.File)]
    public async Task Begins_a_generation_when_a_server_that_may_have_lost_commits_starts_again(
        bool isDurable, Durability level)
    {
        await using var server = await PostgresServer.StartNewAsync(isDurable);
        var settings = Node.Settings with { Postgres = await server.CreateDatabaseAsync() };
        Generation before;
        await using (var node = await Node.StartAsync("", settings))
        {
            before = node.Store.Generation.Value;
            Assert.Equal(level, node.Store.Durability);
        }
        await server.StopAsync();
        await server.StartAsync();

        await using var again = await Node.StartAsync("", settings);
        Assert.Equal(isDurable, before == again.Store.Generation.Value);
    }

    [SkippableTheory]
    [InlineData("""
        DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO plain', current_database()); END $$
        """)]
    [InlineData("CREATE SCHEMA broker AUTHORIZATION plain")]
    public async Task Needs_the_right_to_create_its_schema_or_a_schema_of_its_own(string prepared)
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(
            database, $"DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN; {prepared}");
        var settings = Node.Settings with
        {
            Postgres = database.Replace("Username=postgres", "Username=plain", StringComparison.Ordinal),
        };

        await using (var node = await Node.StartAsync("", settings))
            await node.Counter("one").Ask<ulong>(1ul, Node.Patience);
        await PostgresServer.ExecuteAsync(database, "DROP OWNED BY plain; DROP ROLE plain");
    }

    [SkippableFact]
    public async Task Refuses_writes_while_the_server_is_away_and_takes_them_again_afterwards()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var settings = Node.Settings with { Postgres = await server.CreateDatabaseAsync() };
        await using var node = await Node.StartAsync("", settings);
        var counter = node.Counter("one");
        await counter.Ask<ulong>(1ul, Node.Patience);

        await server.StopAsync(isImmediate: true);
        Assert.IsType<CounterActor.Stopped>(await counter.Ask<object>(2ul, Node.Patience));
        Assert.False(node.Store.Health.IsWriting);

        await server.StartAsync();
        await Node.WaitAsync(() => node.Store.Health.IsWriting);
        await node.StoreAsync("one", 3);
        Assert.Equal([1ul, 3], (await Node.ReadAsync(node.Counter("one"))).Numbers);
    }

    [SkippableFact]
    public async Task Reads_while_the_database_takes_no_writes()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var settings = Node.Settings with { Postgres = await server.CreateDatabaseAsync() };
        await using var node = await Node.StartAsync("", settings);
        await node.Counter("one").Ask<ulong>(1ul, Node.Patience);

        await SetReadOnlyAsync("on");
        Assert.IsType<CounterActor.Stopped>(await node.Counter("one").Ask<object>(2ul, Node.Patience));
        Assert.Equal([1ul], (await Node.ReadAsync(node.Counter("one"))).Numbers);
        Assert.False(node.Store.Health.IsWriting);

        await SetReadOnlyAsync("off");
        await Node.WaitAsync(() => node.Store.Health.IsWriting);
        await node.StoreAsync("one", 3);

        async Task SetReadOnlyAsync(string value)
        {
            await server.ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {value}");
            await server.ExecuteAsync("SELECT pg_reload_conf()");
            await server.TerminateBackendsAsync();
        }
    }

    [SkippableFact]
    public async Task Refuses_a_database_of_a_later_version()
    {
        var settings = await SettingsAsync();
        await using (await Node.StartAsync("", settings)) { }
        await PostgresServer.ExecuteAsync(settings.Postgres, "UPDATE broker.store SET version = 2");

        var refusal = await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync("", settings));
        Assert.Contains("of a later broker", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Goes_on_at_the_standby_where_the_connection_names_both_servers()
    {
        await using var first = await PostgresServer.StartNewAsync(canReplicate: true);
        var database = await first.CreateDatabaseAsync();
        await using var standby = await first.StartStandbyAsync();
        var settings = Node.Settings with
        {
            Postgres = $"{database};Host=127.0.0.1:{first.Port},127.0.0.1:{standby.Port};"
                + "Target Session Attributes=primary",
        };
        await using var node = await Node.StartAsync("", settings);
        await node.StoreAsync("one", 1);
        var generation = node.Store.Generation.Value;

        await first.StopAsync();
        await standby.PromoteAsync();
        await node.StoreAsync("one", 2);
        Assert.NotEqual(generation, node.Store.Generation.Value);
        Assert.Equal([1ul, 2], (await Node.ReadAsync(node.Counter("one"))).Numbers);
    }

    [SkippableFact]
    public async Task Sets_time_limits_of_its_own_over_shorter_ones_of_the_database()
    {
        var settings = await SettingsAsync();
        var name = new NpgsqlConnectionStringBuilder(settings.Postgres).Database;
        await PostgresServer.ExecuteAsync(
            settings.Postgres, $"ALTER DATABASE {name} SET statement_timeout = 2000");
        await PostgresServer.ExecuteAsync(
            settings.Postgres, $"ALTER DATABASE {name} SET idle_session_timeout = 100");
        await using var database = await PostgresDatabase.OpenAsync(
            settings, nodeId: null, NullLogger.Instance);
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var longer = new NpgsqlCommand("SELECT pg_sleep(2.1)", connection);
        await longer.ExecuteNonQueryAsync();

        await using var idle = new NpgsqlCommand(
            "SELECT current_setting('idle_session_timeout')", connection);
        Assert.Equal("0", await idle.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Says_when_there_is_no_server()
    {
        var settings = Node.Settings with { Postgres = "Host=127.0.0.1;Port=1;Username=none" };

        await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync("", settings));
    }

    private static async Task<PersistenceSettings> SettingsAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return Node.Settings with { Postgres = await server.CreateDatabaseAsync() };
    }
}
