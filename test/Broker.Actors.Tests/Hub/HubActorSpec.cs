using Broker.Actors.Hub;
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

    private void Reserve(params TestProbe[] probes)
    {
        foreach (var probe in probes) _hub.Tell(HubProtocol.Reserve.Instance, probe.Ref);
    }

    private async Task Registered(ulong id)
    {
        _hub.Tell(new Register(id), TestActor);
        await ExpectMsgAsync(new Registered(id));
    }

    private async Task<IReadOnlyList<ulong>> Listed(ulong except)
    {
        _hub.Tell(new ListClients(except), TestActor);
        return (await ExpectMsgAsync<Clients>()).Ids;
    }
}
