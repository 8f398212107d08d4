using System.Text.Json;
using Broker.Gateway.Admin;
using Broker.Gateway.Http;

namespace Broker.Gateway.Tests.Admin;

public class SumOfStatsSpec
{
    private static readonly StatsBody First = new(
        DateTimeOffset.UnixEpoch, UptimeSeconds: 10, "1.0",
        Counts(("chat", 2), ("hub", 1)), Channels: 2,
        [new("news", 2, 10, 20), new("only here", 1, 3, 3)],
        PublicationsTotal: 10, DeliveriesTotal: 20, BytesOutTotal: 200,
        new(5, 1, 1), new(P50Ms: 1, P99Ms: 9), MemoryBytes: 100, Counts(("not_found", 1)));

    private static readonly StatsBody Second = First with
    {
        UptimeSeconds = 5,
        Connections = Counts(("chat", 3)),
        TopChannels = [new("news", 4, 11, 40)],
        Latency = new(P50Ms: 2, P99Ms: 3),
        RejectedTotal = Counts(("not_found", 2), ("busy", 1)),
    };

    [Fact]
    public void Adds_up_what_all_nodes_count()
    {
        var sum = SumOfStats.Of(Answers(), channels: 3, topMax: 10);

        Assert.Equal(Counts(("chat", 5), ("hub", 1)), sum.Connections);
        Assert.Equal((20, 40, 400), (sum.PublicationsTotal, sum.DeliveriesTotal, sum.BytesOutTotal));
        Assert.Equal(new StatsBody.Waiting(10, 2, 2), sum.Outbox);
        Assert.Equal(200, sum.MemoryBytes);
        Assert.Equal(Counts(("not_found", 3), ("busy", 1)), sum.RejectedTotal);
        Assert.Equal((3, 10), (sum.Channels, sum.UptimeSeconds));
    }

    [Fact]
    public void Shows_the_slowest_node_since_quantiles_do_not_add_up()
    {
        Assert.Equal(new StatsBody.Times(2, 9), SumOfStats.Of(Answers(), 3, 10).Latency);
    }

    // Each node with subscribers counts every publication of a channel.
    [Fact]
    public void A_channel_of_two_nodes_has_the_subscribers_of_both_and_its_publications_once()
    {
        Assert.Equal(
            [new("news", 6, 11, 60), new("only here", 1, 3, 3)],
            SumOfStats.Of(Answers(), 3, 10).TopChannels);
        Assert.Single(SumOfStats.Of(Answers(), 3, topMax: 1).TopChannels);
    }

    [Fact]
    public void Each_node_stands_beside_the_sum_and_those_that_are_silent_are_named()
    {
        var json = JsonSerializer.SerializeToNode(
            SumOfStats.Of(Answers() with { Silent = ["c:1"] }, 3, 10), GatewayJson.Default.StatsBody)!;

        Assert.Equal(["a:1", "b:1"], json["nodes"]!.AsObject().Select(node => node.Key));
        Assert.Equal(3, (int)json["nodes"]!["b:1"]!["connections"]!["chat"]!);
        Assert.Null(json["nodes"]!["b:1"]!["nodes"]);
        Assert.Equal("""["c:1"]""", json["silent_nodes"]!.ToJsonString());
    }

    [Fact]
    public void One_process_is_its_own_sum()
    {
        var sum = SumOfStats.Of(new(First, new Dictionary<string, StatsBody>(), []), channels: 2, topMax: 10);

        Assert.Equal(First.Connections, sum.Connections);
        Assert.Equal(First.TopChannels, sum.TopChannels);
        Assert.Empty(sum.Nodes!);
    }

    private static NodeAnswers<StatsBody> Answers() => new(
        First, new Dictionary<string, StatsBody> { ["a:1"] = First, ["b:1"] = Second }, []);

    private static Dictionary<string, long> Counts(params (string Key, long Value)[] counts) =>
        counts.ToDictionary(count => count.Key, count => count.Value);
}
