using Akka.Cluster.Sharding;
using Broker.Actors.Cluster;
using Broker.Actors.Limits;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Limits;

/// <summary>A node of a cluster with its counters.</summary>
internal sealed class RateNode : IAsyncDisposable
{
    private readonly SharedRates _shared;

    private RateNode(TestNode node)
    {
        Node = node;
        _shared = SharedRates.Start(
            node.Node.EntitiesIn(node.System), node.Node.Leases, TimeProvider.System);
        var keeper = node.System.ActorOf(RateKeeperActor.PropsFor(Rates, _shared), "rate-keeper");
        ClusterNode.Introduce(node.System, WireVersion.SharedFacts, keeper);
    }

    public TestNode Node { get; }

    public Rates Rates { get; } = new(TimeProvider.System, keysMax: 1000)
    {
        // Also while a home moves no node counts alone.
        AskPatience = TestNode.Patience,
    };

    public static async Task<RateNode[]> StartAsync(string postgres, int count)
    {
        var nodes = await TestNode.StartAllAsync(postgres, count);
        RateNode[] all = [.. nodes.Select(node => new RateNode(node))];
        await Eventually.AssertAsync(() => Assert.All(all, node =>
        {
            Assert.True(node._shared.Members.AreComplete);
            Assert.Equal(count, node._shared.Members.All.Count);
        }));
        return all;
    }

    /// <summary>Whether the home of a key is on this node.</summary>
    public async Task<bool> IsHomeOfAsync(RateRule rule, string key)
    {
        var state = await _shared.Buckets.Ask<CurrentShardRegionState>(
            GetShardRegionState.Instance, TestNode.Patience);
        var bucket = Buckets.IdOf(Buckets.Of($"{rule.Name} {key}"));
        return state.Shards.Any(shard => shard.EntityIds.Contains(bucket));
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Rates.Dispose();
    }
}
