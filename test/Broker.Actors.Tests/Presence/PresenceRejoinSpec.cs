using Broker.Actors.Presence;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Presence;

/// <summary>The lease has ended: the process stood still, or the store was away or lost it.</summary>
public class PresenceRejoinSpec : PresenceStage
{
    private const PresenceOutcome? LeaseEnded = null;

    private bool _hasJoined;

    public PresenceRejoinSpec()
        : base("batch-keys-max = 2") =>
        Sys.EventStream.Subscribe(TestActor, typeof(Rejoined));

    [Fact]
    public async Task It_joins_anew_says_again_all_it_has_and_tells_the_process()
    {
        await Has("a", 1);
        await Has("b", 2);
        await Has("c", 3);
        await Has("b", 0);
        await HasName("bob");
        Presence.Tell(Channel("d", 4), TestActor);
        await Exchanging("d=4");
        Store.Do(LeaseEnded);

        await Join(node: 2);
        await ExpectMsgAsync<Rejoined>();
        await Exchanges("d=4 a=1 +bob", new PresenceOutcome([9, 0], [true], [], [], []), node: 2);
        await ExpectMsgAsync(Elsewhere("d", 9));
        await Exchanges("c=3", Told(0), node: 2);
    }

    [Fact]
    public async Task The_lease_does_not_hold_until_it_has_joined_and_that_is_tried_until_it_succeeds()
    {
        await Joined();
        Pass(Settings.RenewInterval);
        await Exchanging("");
        Store.Do(LeaseEnded);
        await Calls.ExpectMsgAsync<ScriptedPresence.Joining>();
        Assert.False(Lease.Holds);
        await EventFilter.Warning(contains: "cannot be reached").ExpectOneAsync(() =>
        {
            Store.FailToJoin();
            return Task.CompletedTask;
        });
        await Idle();
        Pass(Settings.RetryInterval);

        await Join(node: 3);
        await ExpectMsgAsync<Rejoined>();
        Assert.True(Lease.Holds);
    }

    [Fact]
    public async Task The_first_time_is_no_news()
    {
        await Joined();
        await Idle();

        Assert.False(HasMessages);
    }

    [Fact]
    public async Task Who_waited_gets_the_answer_of_the_new_lease()
    {
        await Joined();
        Presence.Tell(Name("bob"), TestActor);
        Presence.Tell(new ListKeys(Area.ClientNames), TestActor);
        await Exchanging("+bob");
        await Idle();
        Store.Do(LeaseEnded);
        await Join(node: 2);
        await ExpectMsgAsync<Rejoined>();

        await Exchanges(
            "+bob ?ClientNames", new PresenceOutcome([], [true], [["bob"]], [], []), node: 2);
        await ExpectMsgAsync(new Claimed(Area.ClientNames, "bob"));
        Assert.Equal(["bob"], (await ExpectMsgAsync<Keys>()).Names);
    }

    [Fact]
    public async Task A_name_that_somebody_took_meanwhile_is_not_wanted_back_again()
    {
        await HasName("bob");
        await LosesItsLease(node: 2);
        await Exchanges("+bob", Given(false), node: 2);
        await LosesItsLease(node: 3);

        Pass(Settings.RenewInterval);
        await Exchanges("", Renewed, node: 3);
    }

    [Fact]
    public async Task A_name_that_is_given_back_before_it_was_claimed_again_is_not_claimed()
    {
        await HasName("bob");
        Pass(Settings.RenewInterval);
        await Exchanging("");
        Store.Do(LeaseEnded);
        await Calls.ExpectMsgAsync<ScriptedPresence.Joining>();
        Presence.Tell(new Report(Area.ClientNames, "bob", 0), TestActor);
        await Idle();
        Store.Join(2);
        await ExpectMsgAsync<Rejoined>();

        await Exchanges("bob=0", Told(0), node: 2);
    }

    [Fact]
    public async Task A_name_that_is_given_back_while_it_waits_to_be_claimed_again_is_not_claimed()
    {
        foreach (var name in (string[])["a", "b", "bob"]) await HasName(name);
        await LosesItsLease(node: 2);
        await Exchanging("+a +b", node: 2);
        Presence.Tell(new Report(Area.ClientNames, "bob", 0), TestActor);
        await Idle();
        Store.Do(Given(true, true));

        await Exchanges("bob=0", Told(0), node: 2);
    }

    private async Task LosesItsLease(long node)
    {
        await Idle();
        Pass(Settings.RenewInterval);
        await Calls.ExpectMsgAsync<ScriptedPresence.Exchanging>();
        Store.Do(LeaseEnded);
        await Join(node);
        await ExpectMsgAsync<Rejoined>();
    }

    private async Task JoinedOnce()
    {
        if (!_hasJoined) await Joined();
        _hasJoined = true;
    }

    private async Task Has(string channel, int count)
    {
        await JoinedOnce();
        Presence.Tell(Channel(channel, count), TestActor);
        await Exchanges($"{channel}={count}", Told(0));
        await ExpectMsgAsync(Elsewhere(channel, 0));
    }

    private async Task HasName(string name)
    {
        await JoinedOnce();
        Presence.Tell(Name(name), TestActor);
        await Exchanges($"+{name}", Given(true));
        await ExpectMsgAsync(new Claimed(Area.ClientNames, name));
    }
}
