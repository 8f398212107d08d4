using Broker.Cluster.Joining;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Joining;

[Collection(nameof(Clusters))]
public class ConfigJoinSpec
{
    [Fact]
    public async Task Nodes_find_each_other_by_the_seed_nodes_and_most_of_them_go_on_without_a_database()
    {
        NodeAddress[] seeds =
            [.. Enumerable.Range(0, 3).Select(_ => new NodeAddress("127.0.0.1", FreePort.Next()))];
        var nodes = await Task.WhenAll(seeds.Select(seed => TestNode.StartAsync("", TestNode.Settings with
        {
            Discovery = Discovery.Config,
            SeedNodes = seeds,
            Node = seed,
        })));
        await Task.WhenAll(nodes.Select(node => node.JoinAsync()));
        foreach (var node in nodes) await node.SeesAsync(nodes);

        await nodes[0].DisposeAsync();
        foreach (var node in nodes[1..]) await node.SeesAsync(nodes[1..]);
        Assert.All(nodes, node => Assert.Null(node.Node.Lease));
        foreach (var node in nodes[1..]) await node.DisposeAsync();
    }
}
