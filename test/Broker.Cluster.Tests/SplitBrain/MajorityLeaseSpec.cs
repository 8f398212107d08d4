using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Cluster.Tests.SplitBrain;

[Collection(nameof(Clusters))]
public class MajorityLeaseSpec
{
    private const string Impatient = "broker-majority.lease-operation-timeout = 500ms";

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_two_nodes_the_other_goes_on_when_either_dies(int dying)
    {
        var database = await StoreDatabase.CreateAsync();
        var nodes = await StartSortedAsync(database, 2);
        await nodes[dying].DisposeAsync();

        await using var survivor = nodes[1 - dying];
        await survivor.SeesAsync(survivor);
        Assert.Equal("ended", await StateAsync(database, nodes[dying]));
        Assert.Equal("up", await StateAsync(database, survivor));
    }

    [SkippableFact]
    public async Task Of_two_nodes_one_goes_on_when_the_link_is_cut_and_the_other_ends()
    {
        var database = await StoreDatabase.CreateAsync();
        var nodes = await StartSortedAsync(database, 2, TestNode.Cuttable);
        await Task.WhenAll(nodes[0].CutFromAsync(nodes[1]), nodes[1].CutFromAsync(nodes[0]));

        await Eventually.AssertAsync(() => Assert.Contains(nodes, node => node.HasEnded));
        var ended = Assert.Single(nodes, node => node.HasEnded);
        var survivor = Assert.Single(nodes, node => node != ended);
        await survivor.SeesAsync(survivor);
        Assert.True(ended.HasEnded);
        Assert.False(ended.Node.Lease!.IsValid);
        Assert.Equal("ended", await StateAsync(database, ended));
        Assert.True(survivor.Node.Lease!.IsValid);
        Assert.Equal("up", await StateAsync(database, survivor));
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Three_nodes_lose_one_while_the_database_is_away()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await StoreDatabase.PrepareAsync(server.ConnectionTo("postgres"));
        var nodes = await StartSortedAsync(server.ConnectionTo("postgres"), 3);
        await server.PauseAsync();
        await nodes[0].DisposeAsync();

        await nodes[1].SeesAsync(nodes[1], nodes[2]);
        await nodes[2].SeesAsync(nodes[1], nodes[2]);
        await server.ResumeAsync();
        await Eventually.AssertAsync(async () => Assert.Equal(
            "ended", await StateAsync(server.ConnectionTo("postgres"), nodes[0])));
        foreach (var node in nodes[1..]) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task The_smaller_part_ends_and_cannot_end_the_others()
    {
        var database = await StoreDatabase.CreateAsync();
        var alone = await TestNode.StartAsync(database, more: TestNode.Cuttable);
        await alone.JoinAsync();
        // It decides long before the others do.
        var others = await TestNode.StartAllAsync(
            database, 2, TestNode.Cuttable + "\nakka.cluster.split-brain-resolver.stable-after = 1h", alone);
        await Task.WhenAll(
            alone.CutFromAsync(others), others[0].CutFromAsync(alone), others[1].CutFromAsync(alone));

        await Eventually.AssertAsync(() => Assert.True(alone.HasEnded));
        foreach (var other in others)
        {
            Assert.Equal("up", await StateAsync(database, other));
            await other.DisposeAsync();
        }
        await alone.DisposeAsync();
    }

    [SkippableFact]
    public async Task Half_of_the_nodes_ends_when_the_database_does_not_answer()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await StoreDatabase.PrepareAsync(server.ConnectionTo("postgres"));
        var nodes = await StartSortedAsync(server.ConnectionTo("postgres"), 2, Impatient);
        await server.PauseAsync();
        await nodes[1].DisposeAsync();

        await Eventually.AssertAsync(() => Assert.True(nodes[0].HasEnded));
        await server.ResumeAsync();
        await nodes[0].DisposeAsync();
    }

    // The lowest address first.
    private static async Task<TestNode[]> StartSortedAsync(string database, int count, string more = "") =>
    [
        .. (await TestNode.StartAllAsync(database, count, more))
            .OrderBy(node => node.Cluster.SelfAddress.Port),
    ];

    private static async Task<object?> StateAsync(string database, TestNode node) =>
        await StoreDatabase.ScalarAsync(database, $"SELECT state FROM broker.node WHERE id = {node.Node.Id}");
}
