using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.HomeOfNews;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>The home of a channel that is not stored, on a node whose lease comes and goes.</summary>
public class ChannelLeaseSpec : HomeStage
{
    private readonly TestProbe _parent, _alice, _bob;
    private readonly IActorRef _home;

    public ChannelLeaseSpec()
    {
        (_parent, _alice, _bob) = (CreateTestProbe(), CreateTestProbe("alice"), CreateTestProbe("bob"));
        _home = Start();
    }

    [Fact]
    public async Task Leaves_a_batch_unanswered_and_accepts_its_repeat_when_the_lease_is_back()
    {
        await AttachAsync();
        Lease.Take();
        _home.Tell(BobsBatch(1, "a"));
        await SettledAsync();
        Assert.False(_alice.HasMessages || _bob.HasMessages);

        Lease.Give();
        _home.Tell(BobsBatch(1, "a") with { IsRepeat = true });
        Assert.Equal((1, 1), Places(await _alice.ExpectMsgAsync<Batch>()));
        Assert.Equal(1, (await _bob.ExpectMsgAsync<PublishResults>()).FirstOffset);
    }

    [Fact]
    public async Task Without_the_lease_it_gives_no_answer_again_that_it_gave_before()
    {
        _home.Tell(BobsBatch(1, "a"));
        var results = await _bob.ExpectMsgAsync<PublishResults>();
        Lease.Take();
        _home.Tell(BobsBatch(1, "a") with { IsRepeat = true });
        await SettledAsync();
        Assert.False(_bob.HasMessages);

        Lease.Give();
        _home.Tell(BobsBatch(1, "a") with { IsRepeat = true });
        Assert.Equal(results, await _bob.ExpectMsgAsync<PublishResults>());
    }

    [Fact]
    public async Task What_it_has_accepted_and_not_sent_when_the_lease_ends_goes_out_once_when_it_is_back()
    {
        await AttachAsync();
        await StageWithoutLeaseAsync();
        _home.Tell(BobsBatch(2, "b") with { IsRepeat = true });
        Pass(Around.Limits.LeaseInterval);
        await SettledAsync();
        Assert.False(_alice.HasMessages || _bob.HasMessages);

        Lease.Give();
        Pass(Around.Limits.LeaseInterval);
        Assert.Equal((2, 1), Places(await _alice.ExpectMsgAsync<Batch>()));
        Assert.Equal(2, (await _bob.ExpectMsgAsync<PublishResults>()).Number);
        await SettledAsync();
        Assert.False(_alice.HasMessages || _bob.HasMessages);
    }

    [Fact]
    public async Task What_it_holds_goes_out_before_what_is_published_when_the_lease_is_back()
    {
        await AttachAsync();
        await StageWithoutLeaseAsync();
        Lease.Give();
        _home.Tell(HomeOfNews.Batch(_alice, AlicesFirst, 2, "c"));

        Assert.Equal((2, 1), Places(await _alice.ExpectMsgAsync<Batch>()));
        Assert.Equal((3, 1), Places(await _alice.ExpectMsgAsync<Batch>()));
    }

    [Fact]
    public async Task A_batch_that_is_held_until_its_publisher_has_given_it_up_is_not_answered_any_more()
    {
        await AttachAsync();
        await StageWithoutLeaseAsync();
        Pass(Around.Settings.PublishTimeout);
        Lease.Give();
        _home.Tell(BobsBatch(3, "c"));

        // Its fate was unknown to the publisher, who may have said so: it has its place all the same.
        Assert.Equal((2, 1), Places(await _alice.ExpectMsgAsync<Batch>()));
        Assert.Equal(2, (await _bob.ExpectMsgAsync<PublishResults>()).Number);
        Assert.Equal((3, 1), Places(await _alice.ExpectMsgAsync<Batch>()));
        Assert.Equal(3, (await _bob.ExpectMsgAsync<PublishResults>()).Number);
    }

    [Fact]
    public async Task One_that_moves_without_the_lease_says_that_it_has_not_accepted_what_it_holds()
    {
        await AttachAsync();
        await StageWithoutLeaseAsync();
        _home.Tell(StopEntity.Instance);

        var toAlice = await _alice.ExpectMsgAsync<Leaving>();
        Assert.Equal((1, AlicesFirst), (toAlice.Offset, Assert.Single(toAlice.Accepted).Publisher));
        Assert.Empty((await _bob.ExpectMsgAsync<Leaving>()).Accepted);
        await ExpectTerminatedAsync(_home);
        Assert.False(_alice.HasMessages || _bob.HasMessages);
    }

    [Fact]
    public async Task What_it_holds_for_a_roll_call_is_left_to_a_repeat()
    {
        _home.Tell(StopEntity.Instance);
        await ExpectTerminatedAsync(_home);
        Around.Nodes.Peers = [_alice];
        var home = Start();
        home.Tell(BobsBatch(1, "a"));
        Lease.Take();
        home.Tell(new NotHere(_alice));
        home.Tell(new NotHere(Node));
        await home.Ask<ActorIdentity>(new Identify(null));
        Lease.Give();
        home.Tell(BobsBatch(1, "a") with { IsRepeat = true });

        Assert.Equal(1, (await _bob.ExpectMsgAsync<PublishResults>()).FirstOffset);
        await home.Ask<ActorIdentity>(new Identify(null));
        Assert.False(_bob.HasMessages);
    }

    [Fact]
    public async Task Answers_those_who_attach_count_or_read_without_the_lease()
    {
        _home.Tell(BobsBatch(1, "a"));
        await _bob.ExpectMsgAsync<PublishResults>();
        Lease.Take();
        await AttachAsync();

        _home.Tell(new Count(News, _alice, 10, Version: 2, Subscribers: 2));
        Assert.Equal(2, (await _alice.ExpectMsgAsync<Counted>()).Total);
        _home.Tell(new ReadHistory(News, _alice, 7, new StreamPosition(0, null)));
        Assert.Equal(1, (await _alice.ExpectMsgAsync<HistoryPage>()).Offset);
    }

    private static (long First, int Count) Places(Batch batch) => (batch.FirstOffset, batch.Contents.Length);

    private PublishBatch BobsBatch(long number, params string[] contents) =>
        HomeOfNews.Batch(_bob, Bobs, number, contents);

    private IActorRef Start() => Watch(_parent.ChildActorOf(ChannelActor.PropsFor(Around), "news"));

    private async Task AttachAsync()
    {
        _home.Tell(new Attach(News, _alice, 10, Version: 1, Subscribers: 1));
        await _alice.ExpectMsgAsync<Attached>();
    }

    // With two publishers a home gathers: the lease ends between the two.
    private async Task StageWithoutLeaseAsync()
    {
        _home.Tell(HomeOfNews.Batch(_alice, AlicesFirst, 1, "a"));
        await _alice.ExpectMsgAsync<Batch>();
        _home.Tell(new Confirmed(News, 10, Offset: 1));
        Lease.Take();
        _home.Tell(BobsBatch(1));
        await SettledAsync();
        Lease.EndAfter(looks: 1);
        _home.Tell(BobsBatch(2, "b"));
        await SettledAsync();
        Assert.False(_alice.HasMessages || _bob.HasMessages);
    }

    private Task<ActorIdentity> SettledAsync() => _home.Ask<ActorIdentity>(new Identify(null));
}
