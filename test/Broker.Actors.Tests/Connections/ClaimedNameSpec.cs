using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Connections;

/// <summary>Names that are unique over several nodes; the spec plays the presence of this one.</summary>
public class ClaimedNameSpec : TestKit
{
    private readonly TestProbe _port, _presence;
    private readonly IActorRef _registry;

    public ClaimedNameSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
        (_port, _presence) = (CreateTestProbe(), CreateTestProbe());
        var surroundings = SpecSettings.Surroundings(
            CreateTestProbe().Ref, ActorRefs.Nobody, new PendingBytesLimit(bytesMax: 1000));
        _registry = Sys.ActorOf(ConnectionRegistryActor.PropsFor(
            surroundings with
            {
                Settings = SpecSettings.Connection("connections-max = 2, drain-at-once-max = 1"),
            },
            new OutboxBytesLimit(bytesMax: 1000, () => { }, new BrokerMetrics(TimeProvider.System)),
            _presence.Ref));
    }

    [Fact]
    public async Task A_name_is_claimed_before_its_connection_starts_and_given_back_when_it_has_ended()
    {
        Connect("alice");
        await Claims("alice");
        Assert.Equal(0, await Count());
        _registry.Tell(new Claimed(Area.ClientNames, "alice"));
        var connected = await ExpectMsgAsync<Connected>();
        Assert.Equal("alice", connected.Name);

        connected.Connection.Tell(Disconnect.Instance);
        await _presence.ExpectMsgAsync(new Report(Area.ClientNames, "alice", 0));
        Connect("alice");
        await Claims("alice");
    }

    [Fact]
    public async Task A_name_that_another_node_has_is_taken_and_may_be_asked_for_again()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Connect("alice");
            await Claims("alice");
            _registry.Tell(new Taken(Area.ClientNames, "alice"));

            await ExpectMsgAsync(new Refused(CloseReason.NameTaken));
        }
        Assert.False(_presence.HasMessages);
    }

    [Fact]
    public async Task A_name_of_which_nobody_knows_is_refused_for_now()
    {
        Connect("alice");
        await Claims("alice");
        _registry.Tell(new Unclaimed(Area.ClientNames, "alice"));
        await ExpectMsgAsync(new Refused(CloseReason.NameUnsure));

        Connect("alice");
        await Claims("alice");
    }

    [Fact]
    public async Task Others_connect_while_a_name_is_claimed_and_it_is_taken_for_them()
    {
        Connect("alice");
        await Claims("alice");
        Connect("alice");
        await ExpectMsgAsync(new Refused(CloseReason.NameTaken));
        Connect(null);
        await ExpectMsgAsync<Connected>();
        Connect("bob");
        await ExpectMsgAsync(new Refused(CloseReason.Refused));

        _registry.Tell(new Claimed(Area.ClientNames, "alice"));
        await ExpectMsgAsync<Connected>();
        Assert.False(_presence.HasMessages);
    }

    [Fact]
    public async Task A_random_name_that_another_node_has_is_followed_by_another()
    {
        Connect("");
        var first = await _presence.ExpectMsgAsync<Claim>();
        _registry.Tell(new Taken(Area.ClientNames, first.Key));
        var second = await _presence.ExpectMsgAsync<Claim>();
        Assert.NotEqual(first.Key, second.Key);

        _registry.Tell(new Claimed(Area.ClientNames, second.Key));
        Assert.Equal(second.Key, (await ExpectMsgAsync<Connected>()).Name);
    }

    [Fact]
    public async Task A_drain_that_comes_between_refuses_and_gives_the_name_back()
    {
        Connect("alice");
        await Claims("alice");
        _registry.Tell(new Drain(CloseReason.Drain, TimeSpan.Zero), TestActor);
        await ExpectMsgAsync<Drained>();
        _registry.Tell(new Claimed(Area.ClientNames, "alice"));

        await ExpectMsgAsync(new Refused(CloseReason.Drain));
        await _presence.ExpectMsgAsync(new Report(Area.ClientNames, "alice", 0));
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task A_node_that_was_cut_off_sends_everybody_away_and_takes_new_ones()
    {
        Connect(null);
        await ExpectMsgAsync<Connected>();
        Connect(null);
        await ExpectMsgAsync<Connected>();
        Sys.EventStream.Publish(Rejoined.Instance);

        await _port.ExpectMsgAsync(new FakePort.Closed(CloseReason.CutOff.RetryAfter(1)));
        Assert.Equal(2, await Count());
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(5));
        await _port.FishForMessageAsync<FakePort.Closed>(
            closed => closed == new FakePort.Closed(CloseReason.CutOff.RetryAfter(2)));
        Connect("alice");
        await ExpectMsgAsync(new Refused(CloseReason.Refused));
    }

    private void Connect(string? name) =>
        _registry.Tell(new Connect(new FakePort(_port.Ref), name), TestActor);

    private async Task Claims(string name) =>
        await _presence.ExpectMsgAsync(new Claim(Area.ClientNames, name));

    private async Task<int> Count()
    {
        _registry.Tell(CountConnections.Instance, TestActor);
        return (await ExpectMsgAsync<ConnectionCount>()).Connections;
    }
}
