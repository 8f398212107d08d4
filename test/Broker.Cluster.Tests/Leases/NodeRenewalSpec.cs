using Broker.Cluster.Joining;
using Broker.Cluster.Leases;
using Broker.Cluster.Postgres;
using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Broker.Cluster.Tests.Leases;

[Collection(nameof(Clusters))]
public class NodeRenewalSpec
{
    private const string WaitingSql = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """;

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [SkippableFact]
    public async Task Renews_the_lease_with_each_interval()
    {
        await using var database = await OpenAsync(await StoreDatabase.CreateAsync());
        var (renewal, lease) = NewNode(database, 1);
        await using (renewal)
        {
            await renewal.RenewAsync();
            renewal.Start();
            Assert.Equal(TestNode.Times.Validity, lease.Remaining);

            _now += TimeSpan.FromMinutes(1);
            Assert.False(lease.IsValid);
            await Eventually.AssertAsync(() =>
            {
                _time.Advance(TestNode.Times.Interval);
                Assert.True(lease.IsValid);
            });
        }
    }

    [SkippableFact]
    public async Task A_lease_runs_out_while_the_database_is_away_and_comes_back_with_it()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await StoreDatabase.PrepareAsync(server.ConnectionTo("postgres"));
        await using var database = await OpenAsync(server.ConnectionTo("postgres"));
        var (renewal, lease) = NewNode(database, 1);
        await renewal.RenewAsync();
        await server.StopAsync();

        _now += TestNode.Times.Validity;
        await renewal.RenewAsync();
        Assert.False(lease.IsValid);
        Assert.Equal(TimeSpan.Zero, renewal.Answering);

        await server.StartAsync();
        await renewal.RenewAsync();
        Assert.True(lease.IsValid);
        Assert.False(renewal.Ended.IsCancellationRequested);
    }

    [SkippableFact]
    public async Task A_renewal_registers_again_what_a_failover_lost()
    {
        var connection = await StoreDatabase.CreateAsync();
        await using var database = await OpenAsync(connection);
        var (renewal, lease) = NewNode(database, 1);
        await renewal.RenewAsync();
        renewal.State = NodeState.Up;
        await PostgresServer.ExecuteAsync(connection, "DELETE FROM broker.node");

        await renewal.RenewAsync();
        Assert.True(lease.IsValid);
        Assert.Equal("up", await StoreDatabase.ScalarAsync(connection, "SELECT state FROM broker.node"));
    }

    [SkippableFact]
    public async Task A_node_that_others_ended_has_no_lease_any_more()
    {
        await using var database = await OpenAsync(await StoreDatabase.CreateAsync());
        var ((renewal, lease), (other, _)) = (NewNode(database, 1), NewNode(database, 2));
        foreach (var one in (NodeRenewal[])[renewal, other]) await one.RenewAsync();

        other.Removed(renewal.Node.Address, renewal.Node.Uid + 1);
        await other.RenewAsync();
        await renewal.RenewAsync();
        Assert.True(lease.IsValid);

        other.Removed(renewal.Node.Address, renewal.Node.Uid);
        await other.RenewAsync();
        await renewal.RenewAsync();
        Assert.False(lease.IsValid);
        Assert.True(renewal.Ended.IsCancellationRequested);
    }

    [SkippableFact]
    public async Task Two_nodes_that_end_each_other_leave_one()
    {
        var connection = await StoreDatabase.CreateAsync();
        await using var database = await OpenAsync(connection);
        var (one, other) = (NewNode(database, 1).Renewal, NewNode(database, 2).Renewal);
        await Task.WhenAll(one.RenewAsync(), other.RenewAsync());

        // The first stops at the row of the other; then the other begins.
        Task<bool> first, second;
        await using (var holder = new NpgsqlConnection(connection + ";Pooling=false"))
        {
            await holder.OpenAsync();
            await using var transaction = await holder.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand(
                "SELECT FROM broker.node WHERE id = 2 FOR UPDATE", holder);
            await hold.ExecuteNonQueryAsync();
            first = EndAsync(database, one.Node, other.Node);
            await WaitingAsync(connection, 1);
            second = EndAsync(database, other.Node, one.Node);
            await Task.WhenAny(second, WaitingAsync(connection, 2));
        }

        Assert.True(await first);
        Assert.False(await second);
        Assert.Equal(1L, await StoreDatabase.ScalarAsync(
            connection, "SELECT id FROM broker.node WHERE state <> 'ended'"));
    }

    private static Task<bool> EndAsync(ClusterDatabase database, NodeIdentity node, NodeIdentity other) =>
        database.Nodes.TryEndAsync(node.Id, [(other.Address, other.Uid)], CancellationToken.None);

    private static Task WaitingAsync(string connection, long count) => Eventually.AssertAsync(
        async () => Assert.Equal(count, await StoreDatabase.ScalarAsync(connection, WaitingSql)));

    private static Task<ClusterDatabase> OpenAsync(string connection) =>
        ClusterDatabase.OpenAsync(connection, TestNode.Times, CancellationToken.None);

    private (NodeRenewal Renewal, NodeLease Lease) NewNode(ClusterDatabase database, int number)
    {
        var lease = new NodeLease(() => _now, TestNode.Times.Validity);
        return (new NodeRenewal(
            database.Nodes, new NodeIdentity(number, $"node{number}", 100 * number, "agreed"), lease,
            TestNode.Times.Interval, _time, NullLogger.Instance), lease);
    }
}
