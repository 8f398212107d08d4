using Akka.Configuration;
using Broker.Actors.Cluster;
using Broker.Actors.Naming;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Naming.NameProtocol;
using ShardPassivate = Akka.Cluster.Sharding.Passivate;

namespace Broker.Actors.Tests.Naming;

/// <summary>A bucket between two nodes, with messages that are written and read on their way.</summary>
public class NameBucketActorSpec : TestKit
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Members _members = new();
    private readonly TestProbe _first, _second;
    private readonly IActorRef _buckets;

    public NameBucketActorSpec()
        : base(ConfigurationFactory.ParseString("akka.actor.serialize-messages = on")
            .WithFallback(BrokerSerializer.Configuration)
            .WithFallback(TestConfigs.TestSchedulerConfig))
    {
        (_first, _second) = (CreateTestProbe(), CreateTestProbe());
        _members.Add(_first);
        _members.TryTake(new MemberMet(_second));
        _members.TryTake(new MembersUnmet(0));
        _buckets = OneProcess.EntitiesIn(Sys)(
            "names", NameBucketActor.KindFor(_members, OneProcess.Instance, _time));
    }

    [Fact]
    public async Task Of_two_nodes_that_race_the_first_has_the_name_once_both_have_said_what_they_hold()
    {
        Claim(_first, 1);
        Claim(_second, 1);
        await AnswerRoll(_first);
        await _first.ExpectNoMsgAsync(TimeSpan.Zero);
        await AnswerRoll(_second);

        Assert.Equal(new Claimed("alice", 1), await _first.ExpectMsgAsync<Claimed>());
        var check = await _first.ExpectMsgAsync<CheckName>();
        check.Home.Tell(new NameChecked("alice", _first, 2, IsHeld: true));
        Assert.Equal(
            new ClaimRefused("alice", 1, ClaimRefusal.Taken), await _second.ExpectMsgAsync<ClaimRefused>());
    }

    [Fact]
    public async Task A_home_that_starts_anew_learns_who_has_the_name()
    {
        Claim(_first, 1);
        var home = await AnswerRolls();
        await _first.ExpectMsgAsync<Claimed>();
        await WatchAsync(home);
        _buckets.Tell(new ShardPassivate(StopEntity.Instance), home);
        await ExpectTerminatedAsync(home);

        Claim(_second, 1);
        await AnswerRoll(_first, new HeldName("alice", null));
        await AnswerRoll(_second);
        var check = await _first.ExpectMsgAsync<CheckName>();
        check.Home.Tell(new NameChecked("alice", _first, 3, IsHeld: true));
        Assert.Equal(ClaimRefusal.Taken, (await _second.ExpectMsgAsync<ClaimRefused>()).Reason);
    }

    [Fact]
    public async Task A_name_is_free_at_once_when_its_node_says_so_though_its_release_was_lost()
    {
        Claim(_first, 1);
        await AnswerRolls();
        await _first.ExpectMsgAsync<Claimed>();
        Claim(_second, 1);
        var check = await _first.ExpectMsgAsync<CheckName>();
        check.Home.Tell(new NameChecked("alice", _first, 2, IsHeld: false));

        Assert.Equal(new Claimed("alice", 1), await _second.ExpectMsgAsync<Claimed>());
    }

    [Fact]
    public async Task A_name_of_a_node_that_does_not_answer_is_uncertain_until_that_node_is_gone()
    {
        Claim(_first, 1);
        await AnswerRolls();
        await _first.ExpectMsgAsync<Claimed>();
        Claim(_second, 1);
        await _first.ExpectMsgAsync<CheckName>();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(ClaimRefusal.Uncertain, (await _second.ExpectMsgAsync<ClaimRefused>()).Reason);

        _members.TryTake(new MemberLost(_first));
        Claim(_second, 2);
        Assert.Equal(new Claimed("alice", 2), await _second.ExpectMsgAsync<Claimed>());
    }

    [Fact]
    public async Task A_node_that_is_silent_holds_the_others_up_for_two_seconds_and_gives_up_what_they_took()
    {
        Claim(_first, 1);
        await AnswerRoll(_first);
        await _second.ExpectMsgAsync<ListNames>();
        Pass(TimeSpan.FromSeconds(2));
        await _first.ExpectMsgAsync<Claimed>();

        await AnswerRoll(_second, new HeldName("alice", null));
        Assert.Equal(["alice"], (await _second.ExpectMsgAsync<NamesLost>()).Names);
    }

    private void Claim(TestProbe node, long number) =>
        _buckets.Tell(new Claim("alice", null, node, number), ActorRefs.NoSender);

    private async Task<IActorRef> AnswerRolls()
    {
        await AnswerRoll(_first);
        return await AnswerRoll(_second);
    }

    private static async Task<IActorRef> AnswerRoll(TestProbe node, params HeldName[] names)
    {
        var home = (await node.ExpectMsgAsync<ListNames>()).Home;
        home.Tell(new NamesHeld(node, 1, Page: 0, IsLast: true, names), ActorRefs.NoSender);
        return home;
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
