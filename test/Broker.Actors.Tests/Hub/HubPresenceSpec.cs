using Broker.Actors.Hub;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Hub;

/// <summary>The hub of one node of several; the spec plays the node's presence.</summary>
public class HubPresenceSpec : TestKit
{
    private readonly TestProbe _presence;
    private readonly IActorRef _hub;

    public HubPresenceSpec()
    {
        _presence = CreateTestProbe();
        _hub = Sys.ActorOf(HubActor.PropsFor(ActorRefs.Nobody, _presence.Ref));
    }

    [Fact]
    public async Task Who_enlists_is_told_so_when_the_other_nodes_know_and_they_hear_of_the_end()
    {
        var alice = CreateTestProbe();
        _hub.Tell(new Register(7), alice.Ref);
        await _presence.ExpectMsgAsync(new Report(Area.HubClients, "7", 1));
        Assert.False(alice.HasMessages);
        _hub.Tell(new Reported(Area.HubClients, "7", 0));
        await alice.ExpectMsgAsync(new Registered(7));

        _hub.Tell(new Leave(7), alice.Ref);
        await _presence.ExpectMsgAsync(new Report(Area.HubClients, "7", 0));
        _hub.Tell(new Reported(Area.HubClients, "7", 0));
    }

    [Fact]
    public async Task A_list_has_the_ids_of_all_nodes_in_the_order_of_numbers_but_the_callers()
    {
        _hub.Tell(new ListClients(Except: 10), TestActor);
        await _presence.ExpectMsgAsync(new ListKeys(Area.HubClients));
        _hub.Tell(new Keys(Area.HubClients, ["10", "18446744073709551614", "9"]));

        Assert.Equal([9UL, 18446744073709551614UL], (await ExpectMsgAsync<Clients>()).Ids);
    }

    [Fact]
    public async Task Who_asks_while_a_list_is_under_way_shares_the_next()
    {
        _hub.Tell(new ListClients(Except: 1), TestActor);
        await _presence.ExpectMsgAsync(new ListKeys(Area.HubClients));
        _hub.Tell(new ListClients(Except: 1), TestActor);
        _hub.Tell(new ListClients(Except: 2), TestActor);
        _hub.Tell(new Keys(Area.HubClients, ["1", "2"]));

        Assert.Equal([2UL], (await ExpectMsgAsync<Clients>()).Ids);
        await _presence.ExpectMsgAsync(new ListKeys(Area.HubClients));
        _hub.Tell(new Keys(Area.HubClients, ["1", "2", "3"]));
        Assert.Equal([2UL, 3UL], (await ExpectMsgAsync<Clients>()).Ids);
        Assert.Equal([1UL, 3UL], (await ExpectMsgAsync<Clients>()).Ids);
        Assert.False(_presence.HasMessages);
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_is_told_to_those_who_waited_for_it()
    {
        _hub.Tell(new ListClients(Except: 1), TestActor);
        await _presence.ExpectMsgAsync(new ListKeys(Area.HubClients));
        _hub.Tell(Unavailable.Instance);
        await ExpectMsgAsync(Unavailable.Instance);

        _hub.Tell(new ListClients(Except: 1), TestActor);
        await _presence.ExpectMsgAsync(new ListKeys(Area.HubClients));
    }
}
