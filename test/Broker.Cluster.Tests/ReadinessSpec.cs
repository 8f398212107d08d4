using Broker.Actors.Cluster;
using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Cluster.Tests;

/// <summary>When a node takes clients, and when its process has to start again.</summary>
[Collection(nameof(Clusters))]
public class ReadinessSpec
{
    private static readonly EntityKind Kind = new(
        _ => null, _ => Props.Empty, EntitiesMax: 1, HeldMax: 0, (_, _, _) => { });

    [SkippableFact]
    public async Task A_node_is_ready_when_it_is_up_and_as_long_as_its_region_runs()
    {
        await using var node = await TestNode.StartAsync(await StoreDatabase.CreateAsync());
        var region = node.Node.EntitiesIn(node.System)("homes", Kind);
        Assert.False(node.Node.IsReady);
        await node.JoinAsync();
        await Eventually.AssertAsync(() => Assert.True(node.Node.IsReady));

        node.System.Stop(region);
        await Eventually.AssertAsync(() => Assert.True(node.HasEnded));
        Assert.False(node.Node.IsReady);
    }

    [SkippableFact]
    public async Task A_node_that_leaves_by_itself_does_not_start_again()
    {
        var node = await TestNode.StartAsync(await StoreDatabase.CreateAsync());
        node.Node.EntitiesIn(node.System)("homes", Kind);
        await node.JoinAsync();
        await node.LeaveAsync();

        Assert.False(node.HasEnded);
    }

    [SkippableFact]
    public async Task While_the_database_is_away_for_all_of_them_all_are_ready()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var database = await server.CreateDatabaseAsync();
        await StoreDatabase.PrepareAsync(database);
        var nodes = await TestNode.StartAllAsync(database, 2);
        await Eventually.AssertAsync(() => Assert.All(nodes, node => Assert.True(node.Node.IsReady)));

        await server.StopAsync(isImmediate: true);
        await Eventually.AssertAsync(() => Assert.All(nodes, node =>
        {
            Assert.False(node.Node.Leases.MayStore);
            Assert.True(node.Node.IsReady);
        }));
        foreach (var node in nodes) await node.DisposeAsync();
    }
}
