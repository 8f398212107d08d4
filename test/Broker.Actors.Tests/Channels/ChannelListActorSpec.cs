using Broker.Actors.Channels;
using Broker.Actors.Cluster.Rows;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Cluster.Rows.RowProtocol;

namespace Broker.Actors.Tests.Channels;

public class ChannelListActorSpec : TestKit
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly BrokerMetrics _metrics;
    private readonly IActorRef _list;

    public ChannelListActorSpec()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    {
        _metrics = new BrokerMetrics(_time);
        _list = Sys.ActorOf(ChannelListActor.PropsFor(_metrics, _time));
    }

    [Fact]
    public async Task Lists_the_public_channels_that_have_subscribers_in_order()
    {
        Occupy("b", "a", "c");
        _list.Tell(new Occupied(ChannelName.Private("user", "ann")));
        Vacate("c");

        Assert.Equal(["a", "b"], await NamesAsync());
        Assert.Equal(2, await CountAsync());
        Assert.Equal(2, _metrics.Channels);
    }

    [Fact]
    public async Task Lists_what_the_other_nodes_have_and_counts_what_this_one_has()
    {
        var (bob, carol) = (await MetAsync(), await MetAsync());
        Occupy("a", "here");
        _list.Tell(new TellRows(bob, 1, IsFirst: true, IsLast: true, [new("a"), new("bobs")]));
        _list.Tell(new TellRows(carol, 1, IsFirst: true, IsLast: true, [new("bobs")]));
        Assert.Equal(["a", "bobs", "here"], await NamesAsync());
        Assert.Equal(2, await CountAsync());

        _list.Tell(new TellRows(bob, 2, IsFirst: false, IsLast: true, [new("bobs", IsGone: true)]));
        Vacate("a");
        Assert.Equal(["a", "bobs", "here"], await NamesAsync());
        _list.Tell(new MemberLost(bob));
        _list.Tell(new MemberLost(carol));
        Assert.Equal(["here"], await NamesAsync());
    }

    [Fact]
    public async Task Tells_a_new_node_all_channels_of_its_own_and_then_what_changes()
    {
        Occupy("a", "b");
        var bob = await MetAsync("a", "b");
        Occupy("c", "d");
        Vacate("a", "d");
        await NamesAsync();
        ((TestScheduler)Sys.Scheduler).Advance(SharedRows.Interval);

        var told = await bob.ExpectMsgAsync<TellRows>();
        Assert.Equal(
            [new("a", IsGone: true), new("c"), new("d", IsGone: true)], told.All.OrderBy(row => row.Key));
        Assert.False(told.IsFirst);
    }

    [Fact]
    public async Task A_restart_loses_nothing_of_the_list()
    {
        var bob = await MetAsync();
        Occupy("a");
        _list.Tell(new TellRows(bob, 1, IsFirst: true, IsLast: true, [new("bobs")]));
        await EventFilter.Exception<NullReferenceException>().ExpectOneAsync(() =>
        {
            _list.Tell(new MemberMet(null!));
            return Task.CompletedTask;
        });

        Assert.Equal(["a", "bobs"], await NamesAsync());
    }

    private void Occupy(params string[] names)
    {
        foreach (var name in names) _list.Tell(new Occupied(Names.Channel(name)));
    }

    private void Vacate(params string[] names)
    {
        foreach (var name in names) _list.Tell(new Vacated(Names.Channel(name)));
    }

    /// <summary>Another node, which has taken what it was told first.</summary>
    private async Task<TestProbe> MetAsync(params string[] told)
    {
        var peer = CreateTestProbe();
        _list.Tell(new MemberMet(peer));
        var first = await peer.ExpectMsgAsync<TellRows>();
        Assert.True(first is { IsFirst: true, IsLast: true });
        Assert.Equal(told, first.All.Select(row => row.Key));
        _list.Tell(new RowsTaken(first.Number, HasMissed: false));
        return peer;
    }

    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        _list.Tell(ListChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelList>()).Names;
    }

    private async Task<int> CountAsync()
    {
        _list.Tell(CountChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelCount>()).Channels;
    }
}
