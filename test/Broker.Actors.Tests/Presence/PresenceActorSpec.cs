using Broker.Actors.Presence;
using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Tests.Presence;

public class PresenceActorSpec : PresenceStage
{
    [Fact]
    public async Task What_comes_before_the_node_has_joined_is_told_when_it_has()
    {
        Presence.Tell(Channel("news", 3), TestActor);
        await Join();
        await Exchanges("news=3", Told(2));

        await ExpectMsgAsync(Elsewhere("news", 2));
        Assert.True(Lease.Holds);
    }

    [Fact]
    public async Task What_comes_while_an_exchange_is_under_way_is_the_next_one()
    {
        await Join();
        Presence.Tell(Channel("a", 1), TestActor);
        await Exchanging("a=1");
        Presence.Tell(Channel("b", 1), TestActor);
        Presence.Tell(Name("bob"), TestActor);
        Presence.Tell(new ListKeys(Area.Channels), TestActor);
        await Idle();
        Store.Do(Told(0));

        await ExpectMsgAsync(Elsewhere("a", 0));
        await Exchanges(
            "b=1 +bob ?Channels",
            new PresenceOutcome([4], [true], [["b", "a"]], [], []));
        await ExpectMsgAsync(Elsewhere("b", 4));
        await ExpectMsgAsync(new Claimed(Area.ClientNames, "bob"));
        Assert.Equal(["a", "b"], (await ExpectMsgAsync<Keys>()).Names);
    }

    [Fact]
    public async Task Of_several_reports_of_one_key_the_latest_goes_and_all_are_answered_in_their_order()
    {
        await Busy();
        foreach (var report in (Report[])[Channel("b", 1), Channel("c", 1), Channel("b", 2), Channel("b", 3)])
            Presence.Tell(report, TestActor);
        await Idle();
        Store.Do(Renewed);

        await Exchanges("b=3 c=1", Told(7, 8));
        foreach (var answer in (Reported[])
            [Elsewhere("b", 7), Elsewhere("c", 8), Elsewhere("b", 7), Elsewhere("b", 7)])
            await ExpectMsgAsync(answer);
    }

    [Fact]
    public async Task A_report_that_comes_while_an_older_one_of_its_key_is_under_way_goes_by_itself()
    {
        await Join();
        Presence.Tell(Channel("a", 1), TestActor);
        await Exchanging("a=1");
        Presence.Tell(Channel("a", 0), TestActor);
        await Idle();
        await Fails();
        Pass(Settings.RetryInterval);

        await Exchanges("a=0", Told(5));
        await ExpectMsgAsync(Elsewhere("a", 5));
        await ExpectMsgAsync(Elsewhere("a", 5));
    }

    [Fact]
    public async Task Who_asks_for_the_same_list_at_one_time_shares_it()
    {
        await Busy();
        Presence.Tell(new ListKeys(Area.HubClients), TestActor);
        Presence.Tell(new ListKeys(Area.HubClients), TestActor);
        await Idle();
        Store.Do(Renewed);

        await Exchanges("?HubClients", Lists("3", "12"));
        Assert.Equal(["12", "3"], (await ExpectMsgAsync<Keys>()).Names);
        Assert.Equal(["12", "3"], (await ExpectMsgAsync<Keys>()).Names);
    }

    [Fact]
    public async Task Of_the_keys_that_are_looked_for_those_come_back_that_a_node_has()
    {
        await Join();
        Presence.Tell(new FindKeys(Area.HubClients, ["7", "8", "9"]), TestActor);
        await Exchanges("/7 /8 /9", Finds(true, false, true));

        Assert.Equal(["7", "9"], (await ExpectMsgAsync<Keys>()).Names);
        Presence.Tell(new FindKeys(Area.HubClients, []), TestActor);
        Assert.Empty((await ExpectMsgAsync<Keys>()).Names);
    }

    [Fact]
    public async Task A_name_is_somebodys_or_ours()
    {
        await Join();
        Presence.Tell(Name("alice"), TestActor);
        await Exchanges("+alice", Given(false));
        await ExpectMsgAsync(new Taken(Area.ClientNames, "alice"));

        Presence.Tell(Name("bob"), TestActor);
        await Exchanges("+bob", Given(true));
        await ExpectMsgAsync(new Claimed(Area.ClientNames, "bob"));
    }

    [Fact]
    public async Task A_token_is_used_for_all_nodes()
    {
        await Join();
        Presence.Tell(new UseToken("t", SpecTime.Start), TestActor);
        await Exchanges("!t", Uses(true));
        await ExpectMsgAsync(TokenUsed.Instance);

        Presence.Tell(new UseToken("t", SpecTime.Start), TestActor);
        await Exchanges("!t", Uses(false));
        await ExpectMsgAsync(new TokenRefused(TokenRefusal.AlreadyUsed));
    }

    [Fact]
    public async Task A_node_with_nothing_to_tell_renews_its_lease()
    {
        await Joined();
        Pass(Settings.RenewInterval);
        await Exchanges("", Renewed);
        Pass(Settings.RenewInterval);
        await Exchanges("", Renewed);
    }

    [Fact]
    public async Task It_leaves_when_it_stops()
    {
        await Joined(node: 17);
        Sys.Stop(Presence);

        await Calls.ExpectMsgAsync(new ScriptedPresence.Leaving(17));
        Assert.False(Lease.Holds);
    }

    /// <summary>Joined, with a renewal under way.</summary>
    private async Task Busy()
    {
        await Joined();
        Pass(Settings.RenewInterval);
        await Exchanging("");
    }
}
