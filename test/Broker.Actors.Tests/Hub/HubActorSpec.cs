using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Tests.Hub;

public class HubActorSpec : TestKit
{
    private readonly TestProbe _ids;
    private readonly IActorRef _hub;

    public HubActorSpec()
    {
        _ids = CreateTestProbe();
        _hub = Sys.ActorOf(HubActor.PropsFor(_ids.Ref));
    }

    [Fact]
    public async Task Who_joins_while_a_block_is_under_way_shares_the_next_one_in_order()
    {
        var probes = Enumerable.Range(0, 4).Select(_ => CreateTestProbe()).ToArray();
        Reserve(probes);
        await _ids.ExpectMsgAsync(new Allocate(1));
        // All of them are in before the first block is.
        await Listed(except: 0);
        _hub.Tell(new Allocated(1, 1));
        await _ids.ExpectMsgAsync(new Allocate(3));
        _hub.Tell(new Allocated(101, 3));

        foreach (var (probe, id) in probes.Zip([1UL, 101UL, 102UL, 103UL]))
            await probe.ExpectMsgAsync(new HubProtocol.Reserved(id));
        Assert.Empty(await Listed(except: 0));
        Assert.False(_ids.HasMessages);
    }

    [Fact]
    public async Task Lists_who_enlisted_by_id_whatever_their_order()
    {
        foreach (var id in new ulong[] { 3, 1, 2 }) await Registered(id);

        Assert.Equal([1UL, 3UL], await Listed(except: 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_waited_for_a_block_that_failed_is_told_and_the_next_one_asks_again(bool isExhausted)
    {
        var (alice, bob, carol) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Reserve(alice);
        await _ids.ExpectMsgAsync(new Allocate(1));
        Reserve(bob, carol);
        await Listed(except: 0);
        _hub.Tell(isExhausted ? Exhausted.Instance : Unavailable.Instance);

        await alice.ExpectMsgAsync(NotReserved.Instance);
        await _ids.ExpectMsgAsync(new Allocate(2));
        _hub.Tell(new Allocated(7, 2));
        await bob.ExpectMsgAsync(new HubProtocol.Reserved(7));
        await carol.ExpectMsgAsync(new HubProtocol.Reserved(8));
    }

    [Fact]
    public async Task Who_waits_for_a_block_that_is_lost_is_told_and_a_late_one_is_given_to_the_next()
    {
        var (alice, bob, carol) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Reserve(alice);
        await _ids.ExpectMsgAsync(new Allocate(1));
        Reserve(bob);
        await alice.ExpectMsgAsync(NotReserved.Instance, TimeSpan.FromSeconds(20));
        await _ids.ExpectMsgAsync(new Allocate(1));
        _hub.Tell(new Allocated(7, 1));
        await bob.ExpectMsgAsync(new HubProtocol.Reserved(7));

        _hub.Tell(new Allocated(8, 1));
        Reserve(carol);
        await _ids.ExpectMsgAsync(new Allocate(1));
        _hub.Tell(new Allocated(9, 1));
        await carol.ExpectMsgAsync(new HubProtocol.Reserved(9));
    }

    [Fact]
    public async Task A_connection_that_left_is_not_listed()
    {
        foreach (var id in new ulong[] { 1, 2 }) await Registered(id);
        _hub.Tell(new Leave(1));

        Assert.Equal([2UL], await Listed(except: 0));
    }

    [Fact]
    public async Task A_leave_without_an_enlist_changes_nothing()
    {
        await Registered(2);
        _hub.Tell(new Leave(1), TestActor);

        Assert.Equal([2UL], await Listed(except: 0));
    }

    [Fact]
    public async Task A_relay_goes_to_all_that_are_connected_and_is_settled_for_the_others()
    {
        var (alice, bob) = (await Registered(1), await Registered(2));
        var (pool, budget) = (new PoisoningPool(), new PendingBytesLimit(bytesMax: 10_000));
        var relay = new ScriptedRelay(pool, "x");
        Assert.True(SpecSettings.Gate(budget).TryEnter(relay, receivers: 3, TestActor, "settled"));
        _hub.Tell(new Relay([1, 2, 9], relay));

        foreach (var probe in (TestProbe[])[alice, bob])
            (await probe.ExpectMsgAsync<Relayed>()).Contents.Settle(1);
        await ExpectMsgAsync("settled");
        Assert.Equal(2, relay.Receivers);
    }

    [Fact]
    public async Task A_relay_to_a_connection_that_has_just_ended_is_settled()
    {
        var alice = await Registered(1);
        var relay = new ScriptedRelay(new PoisoningPool(), "x");
        relay.Expect(1, new PendingBytesLimit(bytesMax: 10_000), TestActor, "settled");
        await WatchAsync(alice);
        Sys.Stop(alice.Ref);
        await ExpectTerminatedAsync(alice);
        _hub.Tell(new Relay([1], relay));

        await ExpectMsgAsync("settled");
        Assert.Equal(0, relay.Receivers);
    }

    private void Reserve(params TestProbe[] probes)
    {
        foreach (var probe in probes) _hub.Tell(HubProtocol.Reserve.Instance, probe.Ref);
    }

    private async Task<TestProbe> Registered(ulong id)
    {
        var probe = CreateTestProbe();
        _hub.Tell(new Register(id), probe.Ref);
        await probe.ExpectMsgAsync(new Registered(id));
        return probe;
    }

    private async Task<IReadOnlyList<ulong>> Listed(ulong except)
    {
        _hub.Tell(new ListClients(except), TestActor);
        return (await ExpectMsgAsync<Clients>()).Ids;
    }
}
