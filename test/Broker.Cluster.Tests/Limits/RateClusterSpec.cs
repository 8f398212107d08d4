using Broker.Actors.Limits;
using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Limits;

/// <summary>Limits of a key over all nodes, while they die and leave. No window ends meanwhile.</summary>
[Collection(nameof(Clusters))]
public sealed class RateClusterSpec : IAsyncLifetime
{
    private static readonly RateRule Few = new("logins", 12, TimeSpan.FromDays(1));
    private static readonly RateRule Many = new("requests", 1600, TimeSpan.FromDays(1));

    private RateNode[] _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_key_takes_from_all_nodes_together_no_more_than_its_rule_allows()
    {
        await StartAsync(3);
        var taken = await TakeAsync(Few, "alice", _nodes, times: 10);

        Assert.Equal(Few.Max, taken);
        Assert.Equal(Few.Max, await TakeAsync(Few, "bob", _nodes, times: 10));
    }

    [SkippableFact]
    public async Task One_node_can_spend_nearly_all_of_a_rule_that_is_granted_in_shares()
    {
        await StartAsync(2);
        var first = await TakeAsync(Many, "alice", _nodes[..1], times: 2 * Many.Max);
        var second = await TakeAsync(Many, "alice", _nodes[1..], times: Many.Max);

        Assert.InRange(first, Many.Max - (3 * Many.Max / 16), Many.Max);
        Assert.InRange(first + second, 0, Many.Max);
    }

    [SkippableFact]
    public async Task What_was_taken_is_remembered_when_the_home_dies()
    {
        await StartAsync(3);
        Assert.Equal(8, await TakeAsync(Few, "alice", _nodes, times: 2) + await TakeAsync(
            Few, "alice", _nodes[..1], times: 2));
        // The nodes that are left have taken last, unless their home is among them.
        var home = await HomeOfAsync(Few, "alice");
        var others = _nodes.Except([home]).ToArray();
        Assert.Equal(2, await TakeAsync(Few, "alice", others, times: 1));
        await home.DisposeAsync();
        _nodes = others;

        Assert.Equal(2, await TakeAsync(Few, "alice", others, times: 6));
    }

    [SkippableFact]
    public async Task What_was_taken_is_remembered_when_the_home_moves()
    {
        await StartAsync(3);
        Assert.Equal(6, await TakeAsync(Few, "alice", _nodes, times: 2));
        var home = await HomeOfAsync(Few, "alice");
        var others = _nodes.Except([home]).ToArray();
        Assert.Equal(4, await TakeAsync(Few, "alice", others, times: 2));
        await home.Node.LeaveAsync();
        _nodes = others;

        Assert.Equal(2, await TakeAsync(Few, "alice", others, times: 6));
    }

    private async Task StartAsync(int count) =>
        _nodes = await RateNode.StartAsync(await StoreDatabase.CreateAsync(), count);

    private async Task<RateNode> HomeOfAsync(RateRule rule, string key)
    {
        foreach (var node in _nodes)
            if (await node.IsHomeOfAsync(rule, key)) return node;
        throw new InvalidOperationException("It has no home.");
    }

    // All at once, from all nodes.
    private static async Task<int> TakeAsync(RateRule rule, string key, RateNode[] nodes, int times)
    {
        var answers = await Task.WhenAll(
            from node in nodes
            from _ in Enumerable.Range(0, times)
            select node.Rates.Of(rule, key).TakeAsync().AsTask());
        return answers.Count(answer => answer is null);
    }
}
