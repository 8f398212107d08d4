using Akka.Configuration;
using Broker.Actors.Cluster;
using Broker.Actors.Limits;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Limits.RateProtocol;

namespace Broker.Actors.Tests.Limits;

/// <summary>A node beside a bucket that the spec plays.</summary>
public sealed class RateKeeperActorSpec : TestKit
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly RateRule Many = new("requests", 160, Window);
    private static readonly RateRule Few = new("logins", 3, Window);

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Rates _rates;
    private readonly TestProbe _bucket;
    private readonly IActorRef _keeper;

    public RateKeeperActorSpec()
        : base(ConfigurationFactory.ParseString("akka.actor.serialize-messages = on")
            .WithFallback(BrokerSerializer.Configuration)
            .WithFallback(TestConfigs.TestSchedulerConfig))
    {
        _rates = new Rates(_time, keysMax: 100);
        _bucket = CreateTestProbe();
        _keeper = Sys.ActorOf(RateKeeperActor.PropsFor(_rates, new SharedRates(_bucket, new Members())));
        AwaitAssert(() => Assert.NotNull(_rates.Keeper));
    }

    protected override void AfterAll()
    {
        _rates.Dispose();
        base.AfterAll();
    }

    [Fact]
    public async Task A_share_is_spent_without_a_message_for_each_and_the_next_is_asked_for_ahead()
    {
        var counter = _rates.Of(Many, "alice");
        var first = counter.TakeAsync().AsTask();
        var asked = await AskedAsync();
        Assert.Equal((Many, "alice", 1, 10), (asked.Rule, asked.Key, asked.Need, asked.Want));
        Grant(Many, 10);
        Assert.Null(await first);

        for (var i = 0; i < 4; i++) Assert.True(TakeAsync(Many).IsCompleted);
        await _bucket.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.True(TakeAsync(Many).IsCompleted);
        Assert.Equal(10, (await AskedAsync()).Want);
        for (var i = 0; i < 4; i++) Assert.True(counter.TryTakeNow());
        Assert.False(counter.TryTakeNow());
    }

    [Fact]
    public async Task Of_a_low_rule_each_one_is_asked_for()
    {
        var (first, second) = (TakeAsync(Few), TakeAsync(Few));
        Assert.Equal(1, (await AskedAsync()).Need);
        Grant(Few, 1);
        Assert.Null(await first);
        await AskedAsync();
        Grant(Few, 1);

        Assert.Null(await second);
    }

    [Fact]
    public async Task What_the_bucket_does_not_grant_is_refused_for_as_long_as_the_rule_says()
    {
        var refused = TakeAsync(Few);
        await AskedAsync();
        Grant(Few, 0, lack: Window);

        Assert.Equal(Few.TimeOf(1), await refused);
        // The same is known now without asking.
        Assert.Equal(Few.TimeOf(1), await TakeAsync(Few));
        await _bucket.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_node_asks_again_and_counts_alone_while_the_bucket_does_not_answer()
    {
        var waiting = TakeAsync(Few);
        await AskedAsync();
        await AdvanceAsync(TimeSpan.FromMilliseconds(400));
        Assert.False(waiting.IsCompleted);
        await AdvanceAsync(TimeSpan.FromMilliseconds(100));

        Assert.Null(await waiting);
        Assert.Null(await TakeAsync(Few, 2));
        Assert.NotNull(await TakeAsync(Few));
        // What it took alone is told.
        await AdvanceAsync(TimeSpan.FromMilliseconds(100));
        Assert.InRange((await LastAskedAsync()).Lack, Few.TimeOf(2), Window);
    }

    [Fact]
    public async Task A_bucket_that_starts_is_told_what_this_node_knows_of_its_keys()
    {
        var taken = TakeAsync(Few);
        await AskedAsync();
        Grant(Few, 1, lack: Few.TimeOf(1));
        await taken;
        _keeper.Tell(new ListRates(_bucket, BucketOf(Few.Name, "alice")));
        var known = await _bucket.ExpectMsgAsync<RatesKnown>();
        _keeper.Tell(new ListRates(_bucket, BucketOf(Few.Name, "alice") ^ 1));
        var other = await _bucket.ExpectMsgAsync<RatesKnown>();

        Assert.Equal(new KnownRate(Few, "alice", Few.TimeOf(1)), Assert.Single(known.Rates));
        Assert.True(known.IsLast && other.IsLast);
        Assert.Empty(other.Rates);
    }

    [Fact]
    public async Task What_is_left_of_a_share_is_void_after_a_window()
    {
        var first = TakeAsync(Many);
        await AskedAsync();
        Grant(Many, 10);
        await first;
        _time.Advance(Window);

        Assert.False(TakeAsync(Many).IsCompleted);
        await AskedAsync();
    }

    private Task<TimeSpan?> TakeAsync(RateRule rule, int count = 1) =>
        _rates.Of(rule, "alice").TakeAsync(count).AsTask();

    private Task<Take> AskedAsync() => _bucket.ExpectMsgAsync<Take>().AsTask();

    private async Task<Take> LastAskedAsync()
    {
        var last = await AskedAsync();
        while (_bucket.HasMessages) last = await AskedAsync();
        return last;
    }

    private void Grant(RateRule rule, int count, TimeSpan lack = default) =>
        _keeper.Tell(new Granted(rule.Name, "alice", count, lack));

    // The keeper's own timer, and the clock of its counters. It has dealt with a tick when it answers.
    private async Task AdvanceAsync(TimeSpan time)
    {
        _time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
        var (probe, met) = (CreateTestProbe(), new MemberMet(_bucket));
        _keeper.Tell(met);
        _keeper.Tell(new ListRates(probe, 0));
        await probe.ExpectMsgAsync<RatesKnown>();
    }
}
