using Broker.Cluster.Joining;
using static Broker.Cluster.Joining.JoinDecision;

namespace Broker.Cluster.Tests.Joining;

public class JoinDecisionSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    [Fact]
    public void Begins_a_cluster_when_the_table_is_empty() =>
        Assert.Equal(new JoinSelf(), Decide([], TimeSpan.Zero));

    [Fact]
    public void Joins_every_node_that_is_up_and_live()
    {
        var decision = Decide(
            [Row("a", NodeState.Up), Row("b", NodeState.Joining), Row("c", NodeState.Up),
                Row("d", NodeState.Up, isLive: false), Row("e", NodeState.Leaving)],
            TimeSpan.Zero);

        Assert.Equal(["a", "c"], Assert.IsType<JoinOthers>(decision).Addresses);
    }

    [Fact]
    public void Does_not_wait_for_nodes_that_only_look_for_a_cluster_too() =>
        Assert.Equal(new JoinSelf(), Decide([Row("a", NodeState.Joining)], TimeSpan.Zero));

    [Fact]
    public void Waits_for_a_node_that_hands_its_homes_over() =>
        Assert.IsType<Wait>(Decide([Row("a", NodeState.Leaving)], Patience));

    [Theory]
    [InlineData(3.9, false)]
    [InlineData(4, true)]
    public void Gives_nodes_whose_lease_is_over_the_time_to_renew_it(double answering, bool begins)
    {
        foreach (var state in (NodeState[])[NodeState.Up, NodeState.Leaving])
        {
            var decision = Decide([Row("a", state, isLive: false)], TimeSpan.FromSeconds(answering));
            Assert.Equal(begins, decision is JoinSelf);
        }
    }

    [Fact]
    public void Refuses_to_join_nodes_with_other_settings()
    {
        var refuse = Assert.IsType<Refuse>(JoinDecision.Of(
            [Row("a", NodeState.Up) with { Agreed = "shards=7" }], "shards=8", Patience, Patience));

        Assert.Contains("node a runs with [shards=7], this one with [shards=8]", refuse.Problem,
            StringComparison.Ordinal);
    }

    private static JoinDecision Decide(IReadOnlyList<NodeRow> rows, TimeSpan answering) =>
        JoinDecision.Of(rows, "shards=8", answering, Patience);

    private static NodeRow Row(string address, NodeState state, bool isLive = true) =>
        new(1, address, state, "shards=8", isLive);
}
