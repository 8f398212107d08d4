using Broker.Cluster.Status;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests;

/// <summary>What an operator may do to a node that the others do not hear.</summary>
[Collection(nameof(Clusters))]
public class DownSpec
{
    // It decides nothing by itself while the spec lasts.
    private const string Undecided =
        "akka.cluster.split-brain-resolver.stable-after = 60s\n" + TestNode.Cuttable;

    [SkippableFact]
    public async Task Removes_a_member_that_is_unreachable_and_no_other()
    {
        var nodes = await TestNode.StartAllAsync(await StoreDatabase.CreateAsync(), 3, Undecided);
        var (first, second, cut) = (nodes[0], nodes[1], nodes[2]);
        var address = $"{cut.Cluster.SelfAddress.Host}:{cut.Cluster.SelfAddress.Port}";
        Assert.Equal(DownResult.Unknown, DeadNode.Down(first.System, "127.0.0.1:1"));
        Assert.Equal(DownResult.Reachable, DeadNode.Down(first.System, address));

        Assert.Equal((3, 0), (first.Node.MembersUp, first.Node.MembersUnreachable));
        await cut.CutFromAsync(first, second);
        await Eventually.AssertAsync(() => Assert.Single(first.Cluster.State.Unreachable));
        Assert.Equal((3, 1), (first.Node.MembersUp, first.Node.MembersUnreachable));
        Assert.Equal(DownResult.Downed, DeadNode.Down(first.System, address));
        await first.SeesAsync(first, second);
        await Eventually.AssertAsync(() =>
            Assert.Equal((2, 0), (first.Node.MembersUp, first.Node.MembersUnreachable)));
        await Eventually.AssertAsync(() => Assert.True(cut.HasEnded));
        foreach (var node in nodes) await node.DisposeAsync();
    }
}
