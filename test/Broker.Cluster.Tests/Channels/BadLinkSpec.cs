using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;

namespace Broker.Cluster.Tests.Channels;

/// <summary>What two nodes send each other is lost for a while, which ends neither of them.</summary>
public class BadLinkSpec : ChannelStory
{
    private const string NoneDies =
        TestNode.Cuttable + "\nakka.cluster.failure-detector.acceptable-heartbeat-pause = 30s";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [SkippableFact]
    public async Task What_it_loses_is_there_soon_also_the_last_of_all()
    {
        await StartAsync(await StoreDatabase.CreateAsync(), 2, more: NoneDies, stores: true);
        var listeners = await SubscribeAsync(Nodes[1]);
        var here = await HomesOnAsync(Nodes[0]);
        Assert.NotEmpty(here);
        var sent = new List<Sent>();
        for (var round = 0; round < 10; round++) PublishToAll(round);
        await Nodes[0].Node.CutFromAsync(Nodes[1].Node);
        for (var round = 10; round < 20; round++) PublishToAll(round);
        foreach (var one in sent) Assert.Null((await one.Result).Reason);

        await Nodes[0].Node.HealAsync(Nodes[1].Node);
        var goesOnAt = TimeProvider.System.GetTimestamp();
        await CheckAsync(sent, listeners.Where(one => here.Contains(one.Channel)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(goesOnAt), TimeSpan.Zero, Soon);

        void PublishToAll(int round) =>
            sent.AddRange(here.Select(channel => Nodes[0].Publish(channel, $"{channel}-{round}")));
    }

    [SkippableFact]
    public async Task What_a_reset_of_all_connections_loses_comes_later_also_the_last_of_all()
    {
        const string patient = "\nakka.cluster.failure-detector.acceptable-heartbeat-pause = 30s";
        await using ResettableLink home = new(), away = new();
        var database = await StoreDatabase.CreateAsync();
        await StartAsync(database, 1, more: patient + home.Settings, stores: true);
        await StartAsync(database, 1, more: patient + away.Settings, stores: true);
        var listeners = await SubscribeAsync(Nodes[1]);
        var here = await HomesOnAsync(Nodes[0]);
        Assert.NotEmpty(here);
        var sent = new List<Sent>();
        for (var round = 0; round < 10; round++) PublishToAll(round);
        home.Reset();
        away.Reset();
        for (var round = 10; round < 20; round++) PublishToAll(round);
        foreach (var one in sent) Assert.Null((await one.Result).Reason);
        await Eventually.AssertAsync(() => Assert.InRange(home.Refused + away.Refused, 1, int.MaxValue));

        home.Mend();
        away.Mend();
        await CheckAsync(sent, listeners.Where(one => here.Contains(one.Channel)));

        void PublishToAll(int round) =>
            sent.AddRange(here.Select(channel => Nodes[0].Publish(channel, $"{channel}-{round}")));
    }

    [SkippableFact]
    public async Task Two_nodes_that_both_lose_their_leases_acknowledge_nothing_and_then_go_on()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await StoreDatabase.PrepareAsync(server.ConnectionTo("postgres"));
        await StartAsync(server.ConnectionTo("postgres"), 2, "publish-timeout = 30s", NoneDies, stores: true);
        var listeners = await SubscribeAsync([.. Nodes]);
        var loads = Begin([.. Nodes]);
        // What each knows of the other and of the database stands still.
        await server.PauseAsync();
        await Nodes[0].Node.CutFromAsync(Nodes[1].Node);
        await Eventually.AssertAsync(() => Assert.All(Nodes, node => Assert.False(MayDoAnything(node))));
        var held = Channels.Select(channel => Nodes[0].Publish(channel, $"held in {channel}")).ToList();
        await Eventually.AssertAsync(() => Assert.All(Nodes, node => Assert.False(MayDoAnything(node))));
        Assert.All(held, one => Assert.False(one.Result.IsCompleted));

        await server.ResumeAsync();
        await Nodes[0].Node.HealAsync(Nodes[1].Node);
        Sent[] sent = [.. await StopAsync(loads), .. held];
        foreach (var one in sent) await one.Result.WaitAsync(TestNode.Patience);
        Assert.All(held, one => Assert.Null(one.Result.Result.Reason));
        await CheckAsync(sent, listeners);
        foreach (var node in Nodes) Assert.False(node.Node.HasEnded);
    }

    [SkippableFact]
    public async Task A_node_that_confirms_nothing_takes_no_more_memory_than_its_window_and_then_catches_up()
    {
        const int windowBytes = 256 << 10;
        var settings = $"peer-window-bytes-max = {windowBytes}";
        await StartAsync(await StoreDatabase.CreateAsync(), 2, settings, NoneDies, stores: true);
        var listeners = await SubscribeAsync(Nodes[1]);
        var here = await HomesOnAsync(Nodes[0]);
        await Nodes[0].Node.CutFromAsync(Nodes[1].Node);
        var sent = new List<Sent>();
        for (var round = 0; round < 20; round++)
            foreach (var channel in here)
            {
                sent.Add(Nodes[0].Publish(channel, new string((char)('a' + round), 16 << 10) + round));
                Assert.Null((await sent[^1].Result).Reason);
                var waits = Nodes[0].Windows.BytesTo(Assert.Single(Nodes[0].Actors.Peers));
                Assert.InRange(waits, 0, windowBytes);
            }

        await Nodes[0].Node.HealAsync(Nodes[1].Node);
        var listening = listeners.Where(one => here.Contains(one.Channel))
            .ToLookup(one => IsKept(one.Channel));
        await CheckAsync(sent, listening[true]);
        Assert.All(listening[true], one => Assert.Equal(0, one.Gaps));
        await Eventually.AssertAsync(() => Assert.All(listening[false], one => Assert.Equal(1, one.Gaps)));
        await CheckAsync(sent, listening[false], mayMiss: true);
    }

    private static bool MayDoAnything(ChannelNode node) =>
        node.Node.Node.Leases.MayStore || node.Node.Node.Leases.MayAccept;
}
