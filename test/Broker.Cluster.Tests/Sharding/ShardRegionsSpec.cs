using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Cluster.Tests.Sharding;

[Collection(nameof(Clusters))]
public sealed class ShardRegionsSpec : IAsyncLifetime
{
    private static readonly string[] Channels =
        [.. Enumerable.Range(0, 20).Select(number => $"channel {number}")];

    private readonly List<TestNode> _nodes = [];
    private readonly List<Homes> _homes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_channel_has_one_home_that_both_nodes_reach()
    {
        await StartAsync(nodes: 2);

        var nodes = new HashSet<string>();
        foreach (var channel in Channels)
        {
            var (first, home) = await _homes[0].AnswerAsync(channel);
            var (second, same) = await _homes[1].AnswerAsync(channel);
            Assert.Equal((1, 2), (first, second));
            Assert.Equal(home.Path.ToStringWithoutAddress(), same.Path.ToStringWithoutAddress());
            nodes.Add(home.Path.Address.HasGlobalScope ? "other" : "this");
        }
        Assert.Equal(2, nodes.Count);
        Assert.Equal(Channels.Length, _homes.Sum(homes => homes.Count));
    }

    [SkippableFact]
    public async Task A_node_that_leaves_has_its_homes_stop_and_start_on_the_other()
    {
        await StartAsync(nodes: 2);
        foreach (var channel in Channels) await _homes[1].AnswerAsync(channel);
        var moving = _homes[0].Count;
        Assert.True(moving > 0);

        var leaving = _nodes[0].LeaveAsync();
        for (var home = 0; home < moving; home++)
            await _homes[0].Told.ExpectMsgAsync("stops", TestNode.Patience);
        foreach (var channel in Channels) await _homes[1].AnswerAsync(channel);
        await leaving;
        Assert.Equal(Channels.Length, _homes[1].Count);
    }

    [SkippableFact]
    public async Task A_node_that_dies_has_its_channels_answered_by_the_other()
    {
        await StartAsync(nodes: 2);
        foreach (var channel in Channels) await _homes[1].AnswerAsync(channel);
        Assert.True(_homes[0].Count > 0);

        await _nodes[0].DisposeAsync();
        foreach (var channel in Channels) await _homes[1].AnswerAsync(channel);
        Assert.Equal(Channels.Length, _homes[1].Count);
    }

    [SkippableFact]
    public async Task A_home_that_passivates_gives_what_still_comes_to_its_successor()
    {
        await StartAsync(nodes: 1);
        var (_, home) = await _homes[0].AnswerAsync("news");
        _homes[0].Tell(new Detach(Homes.Name("news"), 0));
        var answers = Enumerable.Range(0, 3).Select(_ => _homes[0].Ask("news")).ToList();

        await _homes[0].Told.ExpectMsgAsync("passivates", TestNode.Patience);
        await _homes[0].Told.ExpectMsgAsync("stops", TestNode.Patience);
        for (var i = 0; i < answers.Count; i++)
        {
            Assert.Equal(i + 1, (await answers[i].ExpectMsgAsync<Counted>(TestNode.Patience)).Version);
            Assert.NotEqual(home, answers[i].Sender);
        }
    }

    [SkippableFact]
    public async Task A_home_that_fails_stops_and_is_not_started_empty_in_its_place()
    {
        await StartAsync(nodes: 1);
        var (_, home) = await _homes[0].AnswerAsync("news");
        _homes[0].Told.Watch(home);
        _homes[0].Tell(new Have(Homes.Name("news"), 0, 0));

        await _homes[0].Told.ExpectTerminatedAsync(home, TestNode.Patience);
        await Eventually.AssertAsync(() => Assert.Equal(0, _homes[0].Count));
        var (asked, next) = await _homes[0].AnswerAsync("news");
        Assert.Equal(1, asked);
        Assert.NotEqual(home, next);
        Assert.Equal(1, _homes[0].Count);
    }

    [SkippableFact]
    public async Task A_home_more_than_there_may_be_is_refused_until_there_is_room()
    {
        await StartAsync(nodes: 1, homesMax: 2);
        foreach (var channel in Channels[..2]) await _homes[0].AnswerAsync(channel);

        var refusal = await _homes[0].Ask(Channels[2]).ExpectMsgAsync<HistoryRefused>(TestNode.Patience);
        Assert.Equal(RejectReason.TooManyChannels, refusal.Reason);
        Assert.Equal(2, _homes[0].Count);

        _homes[0].Tell(new Detach(Homes.Name(Channels[0]), 0));
        await Eventually.AssertAsync(() => Assert.Equal(1, _homes[0].Count));
        await _homes[0].AnswerAsync(Channels[2]);
    }

    [SkippableFact]
    public async Task The_home_that_was_started_first_makes_room_where_its_kind_says_so()
    {
        await StartAsync(nodes: 1, homesMax: 2, makesRoom: true);
        var (_, first) = await _homes[0].AnswerAsync(Channels[0]);
        await _homes[0].AnswerAsync(Channels[1]);
        await _homes[0].AnswerAsync(Channels[2]);

        await _homes[0].Told.ExpectMsgAsync("stops", TestNode.Patience);
        Assert.Equal(first, _homes[0].Told.Sender);
        await Eventually.AssertAsync(() => Assert.Equal(2, _homes[0].Count));
        Assert.Equal(2, (await _homes[0].AnswerAsync(Channels[1])).Asked);
    }

    private async Task StartAsync(int nodes, int homesMax = 1_000, bool makesRoom = false)
    {
        var database = await StoreDatabase.CreateAsync();
        for (var node = 0; node < nodes; node++)
        {
            _nodes.Add(await TestNode.StartAsync(database));
            _homes.Add(new Homes(_nodes[node], homesMax, makesRoom));
        }
        foreach (var node in _nodes) await node.JoinAsync();
        foreach (var node in _nodes) await node.SeesAsync([.. _nodes]);
    }
}
