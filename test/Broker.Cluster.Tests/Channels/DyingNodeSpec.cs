using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Channels;

/// <summary>A node dies without a word, while the others publish.</summary>
public class DyingNodeSpec : ChannelStory
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [SkippableFact]
    public async Task Its_channels_answer_again_and_the_others_notice_nothing()
    {
        await StartAsync(await StoreDatabase.CreateAsync(), 3, stores: true);
        var listeners = await SubscribeAsync([.. Nodes]);
        var homes = await Task.WhenAll(Nodes.Select(HomesOnAsync));
        // Which node has which homes is chance: one that has homes of both kinds dies.
        var dying = Array.FindIndex(homes, one => one.Any(IsKept) && !one.All(IsKept));
        var (moving, others) = (homes[dying], Nodes.Where(node => node != Nodes[dying]).ToArray());
        listeners = [.. listeners.Where((_, index) => index / Channels.Length != dying)];
        var loads = Begin(others);
        var diedAt = await DieAsync(Nodes[dying]);

        var asked = await AnswerAgainAsync(others[0], moving, diedAt);
        Sent[] sent = [.. await StopAsync(loads), .. asked];
        var staying = Channels.Except(moving).ToHashSet();
        Assert.All(
            sent.Where(one => staying.Contains(one.Channel)), one => Assert.Null(one.Result.Result.Reason));
        Assert.All(
            listeners.Where(one => staying.Contains(one.Channel) || IsKept(one.Channel)),
            one => Assert.Equal(0, one.Gaps));
        await CheckAsync(sent, listeners, mayMiss: true);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_two_nodes_the_other_goes_on_with_all_channels(int dying)
    {
        await StartAsync(await StoreDatabase.CreateAsync(), 2, stores: true);
        ChannelNode[] sorted = [.. Nodes.OrderBy(node => node.Node.Cluster.SelfAddress.Port)];
        var survivor = sorted[1 - dying];
        var listeners = await SubscribeAsync(survivor);
        var moving = await HomesOnAsync(sorted[dying]);
        Assert.NotEmpty(moving);
        var loads = Begin(survivor);
        var diedAt = await DieAsync(sorted[dying]);

        var asked = await AnswerAgainAsync(survivor, moving, diedAt);
        Sent[] sent = [.. await StopAsync(loads), .. asked];
        Assert.All(listeners.Where(one => IsKept(one.Channel)), one => Assert.Equal(0, one.Gaps));
        await CheckAsync(sent, listeners, mayMiss: true);
    }

    [SkippableFact]
    public async Task Other_nodes_start_homes_while_it_is_still_a_member()
    {
        const string Unnoticed = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 10m";
        var database = await StoreDatabase.CreateAsync();
        await StartAsync(database, 2, more: Unnoticed);
        // The youngest, so that the coordinator lives.
        await StartAsync(database, 1, more: Unnoticed);
        await DieAsync(Nodes[2]);

        var sent = Channels.Select(channel => Nodes[0].Publish(channel, "hello")).ToList();
        await Eventually.AssertAsync(() =>
            Assert.Contains(
                sent, one => one.Result is { IsCompletedSuccessfully: true, Result.IsAccepted: true }));
        Assert.Equal(3, Nodes[0].Node.Members.Count());
    }

    private static async Task<long> DieAsync(ChannelNode node)
    {
        await node.DisposeAsync();
        return TimeProvider.System.GetTimestamp();
    }

    private static async Task<IReadOnlyList<Sent>> AnswerAgainAsync(
        ChannelNode node, string[] channels, long since)
    {
        var asked = new List<Sent>();
        await Eventually.AssertAsync(async () =>
        {
            asked.AddRange(channels.Select(channel => node.Publish(channel, $"asks {Guid.NewGuid()}")));
            foreach (var one in asked[^channels.Length..]) Assert.Null((await one.Result).Reason);
        });
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, Soon);
        return asked;
    }
}
