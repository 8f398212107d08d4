using Akka.Configuration;
using Broker.Actors.Cluster;
using Broker.Actors.Limits;
using Broker.Actors.Tests.Cluster;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Limits.RateProtocol;
using ShardPassivate = Akka.Cluster.Sharding.Passivate;

namespace Broker.Actors.Tests.Limits;

/// <summary>A bucket between two nodes that the spec plays.</summary>
public sealed class RateBucketActorSpec : TestKit
{
    private static readonly RateRule Ten = new("requests", 10, TimeSpan.FromSeconds(10));

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Members _members = new();
    private readonly SpecLease _lease = new() { MayStore = true };
    private readonly TestProbe _first, _second;
    private readonly IActorRef _buckets;

    public RateBucketActorSpec()
        : base(ConfigurationFactory.ParseString("akka.actor.serialize-messages = on")
            .WithFallback(BrokerSerializer.Configuration)
            .WithFallback(TestConfigs.TestSchedulerConfig))
    {
        (_first, _second) = (CreateTestProbe(), CreateTestProbe());
        _members.Add(_first);
        _members.TryTake(new MemberMet(_second));
        _members.TryTake(new MembersUnmet(0));
        _buckets = OneProcess.EntitiesIn(Sys)("rates", RateBucketActor.KindFor(_members, _lease, _time));
    }

    [Fact]
    public async Task Nodes_take_from_one_rule_together()
    {
        await StartAsync();
        Assert.Equal((4, Ten.TimeOf(4)), await TakeAsync(_first, need: 1, want: 4));
        Assert.Equal((6, Ten.TimeOf(10)), await TakeAsync(_second, need: 1, want: 8));
        Assert.Equal((0, Ten.TimeOf(10)), await TakeAsync(_first, need: 1, want: 4));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((2, Ten.TimeOf(10)), await TakeAsync(_second, need: 2, want: 2));
    }

    [Fact]
    public async Task What_a_node_needs_is_granted_whole_or_not()
    {
        await StartAsync();
        await TakeAsync(_first, need: 1, want: 8);

        Assert.Equal((0, Ten.TimeOf(8)), await TakeAsync(_second, need: 3, want: 3));
        Assert.Equal((2, Ten.TimeOf(10)), await TakeAsync(_second, need: 2, want: 3));
    }

    [Fact]
    public async Task What_a_node_took_alone_counts()
    {
        await StartAsync();

        Assert.Equal((3, Ten.TimeOf(10)), await TakeAsync(_first, need: 1, want: 9, lack: Ten.TimeOf(7)));
    }

    [Fact]
    public async Task A_home_that_starts_anew_takes_the_word_of_the_node_that_took_last()
    {
        var home = await StartAsync();
        await TakeAsync(_first, need: 2, want: 2);
        await TakeAsync(_second, need: 6, want: 6);
        await WatchAsync(home);
        _buckets.Tell(new ShardPassivate(StopEntity.Instance), home);
        await ExpectTerminatedAsync(home);
        await StartAsync(firstKnows: Ten.TimeOf(2), secondKnows: Ten.TimeOf(8));

        Assert.Equal((2, Ten.TimeOf(10)), await TakeAsync(_first, need: 1, want: 9));
    }

    [Fact]
    public async Task A_home_grants_nothing_before_all_nodes_have_answered_or_two_seconds_have_passed()
    {
        Take(_first, need: 1, want: 1);
        var home = (await _first.ExpectMsgAsync<ListRates>()).Home;
        await _second.ExpectMsgAsync<ListRates>();
        home.Tell(new RatesKnown(_first, IsLast: true, []));
        Take(_first, need: 1, want: 1);
        await _first.ExpectNoMsgAsync(TimeSpan.Zero);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((1, Ten.TimeOf(1)), await TakeAsync(_first, need: 1, want: 1));
    }

    [Fact]
    public async Task A_home_whose_node_has_no_lease_grants_nothing()
    {
        await StartAsync();
        _lease.MayStore = false;
        Take(_first, need: 1, want: 1);
        await _first.ExpectNoMsgAsync(TimeSpan.Zero);

        _lease.MayStore = true;
        Assert.Equal((1, Ten.TimeOf(1)), await TakeAsync(_first, need: 1, want: 1));
    }

    // The first message starts it; what it holds is asked of both nodes.
    private async Task<IActorRef> StartAsync(TimeSpan firstKnows = default, TimeSpan secondKnows = default)
    {
        Take(_first, need: 1, want: 1);
        var home = (await _first.ExpectMsgAsync<ListRates>()).Home;
        await _second.ExpectMsgAsync<ListRates>();
        home.Tell(new RatesKnown(_first, IsLast: true, [new KnownRate(Ten, "alice", firstKnows)]));
        home.Tell(new RatesKnown(_second, IsLast: false, [new KnownRate(Ten, "alice", secondKnows)]));
        home.Tell(new RatesKnown(_second, IsLast: true, []));
        return home;
    }

    private async Task<(int Count, TimeSpan Lack)> TakeAsync(
        TestProbe node, int need, int want, TimeSpan lack = default)
    {
        Take(node, need, want, lack);
        var granted = await node.ExpectMsgAsync<Granted>();
        Assert.Equal((Ten.Name, "alice"), (granted.Rule, granted.Key));
        return (granted.Count, granted.Lack);
    }

    private void Take(TestProbe node, int need, int want, TimeSpan lack = default) =>
        _buckets.Tell(new Take(Ten, "alice", need, want, lack, node));
}
