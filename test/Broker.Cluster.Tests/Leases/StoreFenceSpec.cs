using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.Cluster.Tests.Leases;

[Collection(nameof(Clusters))]
public class StoreFenceSpec
{
    private const string LeaseMissing = "NL001";
    private const string Insert = """
        INSERT INTO broker.journal
            (persistence_id, sequence_number, created, deleted, identifier, manifest, message)
        SELECT 'c:a', number, 0, false, 1, 'm', '' FROM generate_series(1, 3) AS number
        """;

    [SkippableFact]
    public async Task The_journal_takes_events_of_a_node_whose_lease_runs()
    {
        var database = await StoreDatabase.CreateAsync();
        await using var node = await TestNode.StartAsync(database);
        await node.JoinAsync();

        await StoreAsync(database, node.Node.Id);
        Assert.Equal(3L, await StoreDatabase.ScalarAsync(database, "SELECT count(*) FROM broker.journal"));
    }

    [SkippableTheory]
    [InlineData("expires = clock_timestamp()")]
    [InlineData("state = 'ended'")]
    public async Task The_journal_refuses_a_node_without_a_lease(string change)
    {
        var database = await StoreDatabase.CreateAsync();
        await using var node = await TestNode.StartAsync(database);
        await node.JoinAsync();
        await node.Node.DisposeAsync();
        await PostgresServer.ExecuteAsync(database, $"UPDATE broker.node SET {change}");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => StoreAsync(database, node.Node.Id));
        Assert.Equal(LeaseMissing, refusal.SqlState);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData(7L)]
    public async Task The_journal_refuses_a_session_of_no_node(long? node)
    {
        var database = await StoreDatabase.CreateAsync();
        await using var other = await TestNode.StartAsync(database);
        await other.JoinAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => StoreAsync(database, node));
        Assert.Equal(LeaseMissing, refusal.SqlState);
    }

    [SkippableFact]
    public async Task A_connection_of_a_pool_that_is_not_reset_keeps_its_node()
    {
        var database = await StoreDatabase.CreateAsync();
        await using var node = await TestNode.StartAsync(database);
        await node.JoinAsync();
        var builder = new NpgsqlDataSourceBuilder(database + ";No Reset On Close=true");
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException(), connection => EnterAsync(connection, node.Node.Id));
        await using var source = builder.Build();

        for (var turn = 0; turn < 2; turn++)
        {
            await using var command = source.CreateCommand("SELECT current_setting('broker.node')");
            Assert.Equal($"{node.Node.Id}", await command.ExecuteScalarAsync());
        }
    }

    private static async Task EnterAsync(NpgsqlConnection connection, long node)
    {
        await using var command = new NpgsqlCommand($"SET broker.node = '{node}'", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task StoreAsync(string database, long? node) => PostgresServer.ExecuteAsync(
        database, node is { } id ? $"SET broker.node = '{id}'; {Insert}" : Insert);
}
