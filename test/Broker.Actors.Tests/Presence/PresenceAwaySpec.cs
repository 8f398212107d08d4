using Broker.Actors.Presence;
using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Tests.Presence;

/// <summary>The store is away, or says that the lease has ended.</summary>
public class PresenceAwaySpec : PresenceStage
{
    public PresenceAwaySpec()
        : base("batch-keys-max = 2, waiting-max = 3")
    {
    }

    [Fact]
    public async Task Everybody_is_answered_in_time_and_reports_stay_until_they_are_stored()
    {
        await Joined();
        Presence.Tell(Channel("a", 2), TestActor);
        await Exchanging("a=2");
        Presence.Tell(Name("bob"), TestActor);
        Presence.Tell(new ListKeys(Area.Channels), TestActor);
        await Idle();
        Pass(Settings.AnswerWithin);

        await ExpectMsgAsync(Elsewhere("a", 0));
        await ExpectMsgAsync(new Unclaimed(Area.ClientNames, "bob"));
        await ExpectMsgAsync<Unavailable>();
        await FailsAndTriesAgain();
        await Exchanges("a=2", Told(1));
        await Idle();
        Assert.False(Calls.HasMessages);
    }

    [Fact]
    public async Task Who_came_later_is_answered_later()
    {
        await Joined();
        Presence.Tell(new ListKeys(Area.Channels), TestActor);
        await Exchanging("?Channels");
        Pass(Settings.AnswerWithin / 2);
        Presence.Tell(Name("bob"), TestActor);
        await Idle();
        Pass(Settings.AnswerWithin / 2);
        await ExpectMsgAsync<Unavailable>();
        await Idle();
        Assert.False(HasMessages);

        Pass(Settings.AnswerWithin / 2);
        await ExpectMsgAsync(new Unclaimed(Area.ClientNames, "bob"));
    }

    [Fact]
    public async Task What_was_heard_last_of_a_key_is_said_for_as_long_as_a_lease_is()
    {
        await Joined();
        Presence.Tell(Channel("a", 2), TestActor);
        await Exchanges("a=2", Told(5));
        await ExpectMsgAsync(Elsewhere("a", 5));

        Presence.Tell(Channel("a", 3), TestActor);
        await Exchanging("a=3");
        Pass(Settings.AnswerWithin);
        await ExpectMsgAsync(Elsewhere("a", 5));

        Pass(Settings.Lease - Settings.AnswerWithin);
        Presence.Tell(Channel("a", 4), TestActor);
        await Idle();
        Pass(Settings.AnswerWithin);
        await ExpectMsgAsync(Elsewhere("a", 0));
    }

    [Fact]
    public async Task One_who_waits_too_many_sends_the_first_one_away()
    {
        await Joined();
        Presence.Tell(Channel("a", 1), TestActor);
        await Exchanging("a=1");
        foreach (var count in (int[])[2, 3, 4]) Presence.Tell(Channel("a", count), TestActor);
        await ExpectMsgAsync(Elsewhere("a", 0));
        Store.Do(Told(6));

        await Exchanges("a=4", Told(7));
        foreach (var _ in Enumerable.Range(0, 3)) await ExpectMsgAsync(Elsewhere("a", 7));
    }

    [Fact]
    public async Task It_tries_again_after_a_while_and_not_at_every_question()
    {
        await Joined();
        Presence.Tell(Channel("a", 1), TestActor);
        await Exchanging("a=1");
        await Fails();
        Presence.Tell(Channel("b", 1), TestActor);
        await Idle();
        Assert.False(Calls.HasMessages);

        Pass(Settings.RetryInterval);
        await Exchanges("a=1 b=1", Told(0, 0));
        await ExpectMsgAsync(Elsewhere("a", 0));
        await ExpectMsgAsync(Elsewhere("b", 0));
    }

    [Fact]
    public async Task A_claim_that_was_stored_when_nobody_waited_any_more_is_given_back()
    {
        await Joined();
        Presence.Tell(Name("bob"), TestActor);
        await Exchanging("+bob");
        Pass(Settings.AnswerWithin);
        await ExpectMsgAsync(new Unclaimed(Area.ClientNames, "bob"));
        Store.Do(Given(true));

        await Exchanges("bob=0", Told(0));
    }

    [Fact]
    public async Task A_claim_of_which_nobody_knows_whether_it_was_stored_is_given_back_and_a_new_one_stands()
    {
        await Joined();
        Presence.Tell(Name("bob"), TestActor);
        await Exchanging("+bob");
        Pass(Settings.AnswerWithin);
        await ExpectMsgAsync(new Unclaimed(Area.ClientNames, "bob"));
        Presence.Tell(Name("bob"), TestActor);
        await FailsAndTriesAgain();

        await Exchanges("bob=0 +bob", new PresenceOutcome([0], [true], [], [], []));
        await ExpectMsgAsync(new Claimed(Area.ClientNames, "bob"));
        await Idle();
        Assert.False(Calls.HasMessages);
    }

    [Fact]
    public async Task A_claim_that_failed_in_time_is_tried_again()
    {
        await Joined();
        Presence.Tell(Name("bob"), TestActor);
        await Exchanging("+bob");
        await FailsAndTriesAgain();

        await Exchanges("+bob", Given(true));
        await ExpectMsgAsync(new Claimed(Area.ClientNames, "bob"));
    }

    [Fact]
    public async Task A_token_that_may_be_used_is_refused_and_not_asked_for_again()
    {
        await Joined();
        Presence.Tell(new UseToken("t", SpecTime.Start), TestActor);
        await Exchanging("!t");
        Store.Fail();

        await ExpectMsgAsync(new TokenRefused(TokenRefusal.Unavailable));
        Pass(Settings.RenewInterval);
        await Exchanges("", Renewed);
    }

    [Fact]
    public async Task The_lease_is_doubted_when_it_was_not_renewed_for_so_long()
    {
        await Joined();
        Pass(Settings.RenewInterval);
        await Exchanging("");
        Pass(Settings.Lease - (2 * Settings.RenewInterval));
        await Idle();
        Assert.True(Lease.Holds);

        Pass(Settings.RenewInterval);
        await Idle();
        Assert.False(Lease.Holds);
        Store.Do(Renewed);
        await AwaitAssertAsync(() => Assert.True(Lease.Holds));
    }

    private async Task FailsAndTriesAgain()
    {
        await Idle();
        await Fails();
        Pass(Settings.RetryInterval);
    }
}
