using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Joining;

[Collection(nameof(Clusters))]
public class ConfigJoinSpec
{
    [Fact]
    public async Task Nodes_find_each_other_by_the_seed_nodes_and_most_of_them_go_on_without_a_database()
    {
        // One that is silent for a moment, on a busy machine, would leave no majority.
        var nodes = await TestNode.StartWithoutStoreAsync(
            3, "akka.cluster.failure-detector.acceptable-heartbeat-pause = 3s");
        await nodes[0].DisposeAsync();
        foreach (var node in nodes[1..]) await node.SeesAsync(nodes[1..]);
        Assert.All(nodes, node => Assert.Null(node.Node.Lease));
        foreach (var node in nodes[1..]) await node.DisposeAsync();
    }
}
