using Broker.Cluster.Joining;
using Broker.Cluster.Postgres;
using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace Broker.Cluster.Tests.Joining;

[Collection(nameof(Clusters))]
public class TableJoinSpec
{
    private const string UpSql = "SELECT count(*) FROM broker.node WHERE state = 'up'";

    [SkippableFact]
    public async Task Begins_a_cluster_alone_and_tells_the_table()
    {
        var database = await StoreDatabase.CreateAsync();
        await using var node = await TestNode.StartAsync(database);
        await node.JoinAsync();

        await node.SeesAsync(node);
        Assert.Equal(
            $"{node.Node.Id} up",
            await StoreDatabase.ScalarAsync(database, "SELECT id || ' ' || state FROM broker.node"));
    }

    [SkippableFact]
    public async Task Nodes_that_start_at_once_become_one_cluster()
    {
        var nodes = await TestNode.StartAllAsync(await StoreDatabase.CreateAsync(), 4);

        foreach (var node in nodes) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Of_all_nodes_one_is_the_oldest_and_another_follows_it()
    {
        var database = await StoreDatabase.CreateAsync();
        await using var alone = await TestNode.StartAsync(database);
        Assert.False(alone.Node.IsOldest);
        await alone.JoinAsync();
        var others = await TestNode.StartAllAsync(database, 2, before: alone);
        Assert.True(alone.Node.IsOldest);
        Assert.DoesNotContain(others, node => node.Node.IsOldest);

        await alone.LeaveAsync();
        await Eventually.AssertAsync(() => Assert.Single(others, node => node.Node.IsOldest));
        foreach (var node in others) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_node_that_left_is_not_joined()
    {
        var database = await StoreDatabase.CreateAsync();
        var first = await TestNode.StartAsync(database);
        await first.JoinAsync();
        await first.LeaveAsync();
        Assert.Equal("ended", await StoreDatabase.ScalarAsync(database, "SELECT state FROM broker.node"));
        Assert.False(first.HasEnded);

        await using var second = await TestNode.StartAsync(database);
        await second.JoinAsync();
        await second.SeesAsync(second);
    }

    [SkippableFact]
    public async Task A_node_that_leaves_ends_no_other()
    {
        var database = await StoreDatabase.CreateAsync();
        var nodes = await TestNode.StartAllAsync(database, 3);
        await nodes[0].LeaveAsync();

        await nodes[1].SeesAsync(nodes[1], nodes[2]);
        Assert.Equal(2L, await StoreDatabase.ScalarAsync(database, UpSql));
        foreach (var node in nodes[1..])
        {
            Assert.True(node.Node.Lease!.IsValid);
            await node.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_node_that_died_does_not_keep_others_from_a_cluster()
    {
        var database = await StoreDatabase.CreateAsync();
        var first = await TestNode.StartAsync(database);
        await first.JoinAsync();
        await first.DisposeAsync();

        await using var second = await TestNode.StartAsync(database);
        await second.JoinAsync();
        await second.SeesAsync(second);
        Assert.Equal(1L, await StoreDatabase.ScalarAsync(database, UpSql));
    }

    [SkippableFact]
    public async Task A_process_takes_the_place_of_the_one_before_at_its_address_at_once()
    {
        var database = await StoreDatabase.CreateAsync();
        var settings = TestNode.Settings with { Node = new NodeAddress("127.0.0.1", FreePort.Next()) };
        var first = await TestNode.StartAsync(database, settings);
        await first.JoinAsync();
        await first.DisposeAsync();
        // As if it had an hour left.
        await PostgresServer.ExecuteAsync(
            database, "UPDATE broker.node SET expires = expires + interval '1 hour'");

        await using var second = await TestNode.StartAsync(database, settings);
        await second.JoinAsync();
        await second.SeesAsync(second);
        Assert.Equal("ended", await StoreDatabase.ScalarAsync(
            database, $"SELECT state FROM broker.node WHERE id = {first.Node.Id}"));
    }

    [SkippableFact]
    public async Task One_node_at_a_time_decides()
    {
        await using var database = await ClusterDatabase.OpenAsync(
            await StoreDatabase.CreateAsync(), TestNode.Times, CancellationToken.None);
        var (one, other) = (new NodeIdentity(1, "a", 1, ""), new NodeIdentity(2, "b", 2, ""));

        await using (await database.Nodes.TryBeginJoinAsync(one, CancellationToken.None))
            Assert.Null(await database.Nodes.TryBeginJoinAsync(other, CancellationToken.None));

        await using var later = await database.Nodes.TryBeginJoinAsync(other, CancellationToken.None);
        Assert.NotNull(later);
    }

    [SkippableTheory]
    [InlineData(11, "a secret of specs that is long enough")]
    [InlineData(10, "another secret that is long enough too")]
    public async Task A_node_with_other_settings_says_why_it_cannot_join(int shards, string secret)
    {
        var database = await StoreDatabase.CreateAsync();
        await using var first = await TestNode.StartAsync(database);
        await first.JoinAsync();
        await using var second = await TestNode.StartAsync(
            database, TestNode.Settings with { Shards = shards, Secret = secret });

        var refusal = await Assert.ThrowsAsync<ClusterException>(second.JoinAsync);
        Assert.Contains("runs with [shards=10, ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"this one with [shards={shards}, ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Waits_for_a_node_whose_lease_is_over_but_which_may_live()
    {
        var database = await StoreDatabase.CreateAsync();
        var first = await TestNode.StartAsync(database);
        await first.JoinAsync();
        await first.Node.DisposeAsync();
        await PostgresServer.ExecuteAsync(database, "UPDATE broker.node SET expires = clock_timestamp()");

        var log = new FakeLogger();
        await using var second = await TestNode.StartAsync(
            database, times: TestNode.Times with { Ttl = TimeSpan.FromHours(1) }, logger: log);
        var joining = second.JoinAsync();
        await Eventually.AssertAsync(() => Assert.Contains(log.Collector.GetSnapshot(), line =>
            line.Message.Contains($"node {first.Address} may still live", StringComparison.Ordinal)));
        await PostgresServer.ExecuteAsync(
            database, "UPDATE broker.node SET expires = clock_timestamp() + interval '1 hour'");

        await joining;
        await second.SeesAsync(first, second);
        await first.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_newcomer_after_an_outage_of_the_database_joins_those_that_live()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var database = server.ConnectionTo("postgres");
        await StoreDatabase.PrepareAsync(database);
        await using var first = await TestNode.StartAsync(database);
        await first.JoinAsync();
        await using var second = await TestNode.StartAsync(database);
        await server.StopAsync();
        await Eventually.AssertAsync(() => Assert.False(first.Node.Lease!.IsValid));

        var joining = second.JoinAsync();
        await server.StartAsync();
        await joining;
        await second.SeesAsync(first, second);
        await Eventually.AssertAsync(() => Assert.True(first.Node.Lease!.IsValid));
    }
}
