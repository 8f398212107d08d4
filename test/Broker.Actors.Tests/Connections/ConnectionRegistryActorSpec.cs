using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class ConnectionRegistryActorSpec : TestKit
{
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private readonly OutboxBytesLimit _outboxes = new(
        bytesMax: 1000, () => { }, new BrokerMetrics(TimeProvider.System));
    private readonly TestProbe _port;
    private readonly IActorRef _registry;

    public ConnectionRegistryActorSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
        _port = CreateTestProbe();
        var settings = SpecSettings.Connection("connections-max = 3, name-bytes-max = 20");
        var surroundings = SpecSettings.Surroundings(
            new NodeActors(), ActorRefs.Nobody, new PendingBytesLimit(bytesMax: 1000));
        _registry = Sys.ActorOf(ConnectionRegistryActor.PropsFor(
            surroundings with { Settings = settings }, _outboxes));
    }

    [Fact]
    public async Task A_connection_has_its_name_until_it_has_ended()
    {
        var alice = await Connected("alice");
        Assert.Equal("alice", alice.Name);
        Assert.Equal(new Refused(CloseReason.NameTaken), await Connect("alice"));
        await Connected("Alice");

        await Disconnected(alice);
        await Connected("alice");
    }

    [Fact]
    public async Task An_empty_name_becomes_a_random_one_that_nobody_has()
    {
        var (first, second) = (await Connected(""), await Connected(""));

        Assert.Matches("^guest-[0-9a-f]{8}$", first.Name);
        Assert.NotEqual(first.Name, second.Name);
        Assert.Equal(new Refused(CloseReason.NameTaken), await Connect(first.Name));
    }

    [Fact]
    public async Task Any_number_of_connections_may_have_no_name()
    {
        Assert.Null((await Connected(null)).Name);
        Assert.Null((await Connected(null)).Name);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u0085")]
    [InlineData("ééééééééééé")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_with_control_characters_or_too_many_bytes_is_refused(string name)
    {
        Assert.Equal(new Refused(CloseReason.InvalidName), await Connect(name));

        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task One_connection_too_many_is_refused_and_keeps_no_name()
    {
        var first = await Connected(null);
        await Connected(null);
        await Connected(null);
        Assert.Equal(new Refused(CloseReason.Refused), await Connect("alice"));
        Assert.Equal(3, await Count());

        await Disconnected(first);
        await Connected("alice");
    }

    [Fact]
    public async Task Every_port_beats_once_in_each_interval_while_there_is_one()
    {
        var alice = await Connected("alice");
        await Connected("bob");
        for (var i = 0; i < 2; i++)
        {
            await Pass(BeatInterval);
            await _port.ExpectMsgAsync<FakePort.Beaten>();
            await _port.ExpectMsgAsync<FakePort.Beaten>();
        }

        await Disconnected(alice);
        await Pass(BeatInterval);
        await _port.ExpectMsgAsync<FakePort.Beaten>();
        await NothingReachesThePorts();
    }

    [Fact]
    public async Task Nothing_beats_while_nobody_is_there()
    {
        await Disconnected(await Connected("alice"));
        await Pass(BeatInterval);
        Assert.Equal(0, await Count());
        await NothingReachesThePorts();

        await Connected("bob");
        await Pass(BeatInterval);
        await _port.ExpectMsgAsync<FakePort.Beaten>();
    }

    [Fact]
    public async Task Draining_closes_every_port_refuses_newcomers_and_is_answered_when_all_have_gone()
    {
        var (alice, bob) = (await Connected("alice"), await Connected("bob"));
        _registry.Tell(Drain(), TestActor);
        await _port.ExpectMsgAsync(new FakePort.Closed(CloseReason.Drain.RetryAfter(1)));
        await _port.ExpectMsgAsync(new FakePort.Closed(CloseReason.Drain.RetryAfter(1)));
        Assert.Equal(new Refused(CloseReason.Drain), await Connect("carol"));

        await Disconnected(alice);
        Assert.Equal(1, await Count());
        await Disconnected(bob);
        await ExpectMsgAsync<Drained>();
    }

    [Fact]
    public async Task Draining_nobody_is_answered_at_once_to_everyone_who_asks()
    {
        _registry.Tell(Drain(), TestActor);
        await ExpectMsgAsync<Drained>();

        _registry.Tell(Drain(), TestActor);
        await ExpectMsgAsync<Drained>();
    }

    [Fact]
    public async Task Under_pressure_the_largest_outboxes_go_first_and_no_more_than_needed()
    {
        var (small, large, middle) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        await Connected(null, Filled(small, 200));
        await Connected(null, Filled(large, 700));
        await Connected(null, Filled(middle, 400));
        _registry.Tell(RelievePressure.Instance);
        await Count();

        // With overheads 1492 bytes wait, 492 too many: the largest is enough.
        await large.ExpectMsgAsync(new FakePort.Closed(CloseReason.SlowConsumer));
        foreach (var port in (TestProbe[])[small, middle])
        {
            port.Ref.Tell("marker");
            await port.ExpectMsgAsync("marker");
        }
    }

    [Fact]
    public async Task Pressure_that_has_gone_by_itself_closes_nobody()
    {
        await Connected("alice");
        // What is too much belongs to nobody here any more.
        _outboxes.Add(2000);
        _registry.Tell(RelievePressure.Instance);

        await NothingReachesThePorts();
    }

    [Fact]
    public async Task A_connection_that_fails_is_closed_and_forgotten_and_the_others_stay()
    {
        var alice = await Connected("alice");
        await Connected("bob");
        // No channel sends what was not asked for: it fails on that.
        alice.Connection.Tell(new LocalChannelProtocol.Unsubscribed(News));

        await _port.ExpectMsgAsync(new FakePort.Closed(CloseReason.Failed));
        await _port.ExpectMsgAsync<FakePort.Gone>();
        Assert.Equal(1, await Count());
    }

    private static Drain Drain() => new(CloseReason.Drain, TimeSpan.FromSeconds(5));

    private FakePort Filled(TestProbe port, int bytes)
    {
        var fake = new FakePort(port.Ref, budget: _outboxes);
        fake.Transport.Room = 0;
        fake.Outbox.Answer(new byte[bytes]);
        return fake;
    }

    private Task<Connected> Connected(string? name) => Connected(name, new FakePort(_port.Ref));

    private async Task<Connected> Connected(string? name, FakePort port)
    {
        _registry.Tell(new Connect(port, name), TestActor);
        return await ExpectMsgAsync<Connected>();
    }

    private async Task<object> Connect(string? name)
    {
        _registry.Tell(new Connect(new FakePort(_port.Ref), name), TestActor);
        return await ExpectMsgAsync<object>();
    }

    private async Task Disconnected(Connected connected)
    {
        connected.Connection.Tell(Disconnect.Instance);
        await _port.ExpectMsgAsync<FakePort.Gone>();
    }

    private async Task<int> Count()
    {
        _registry.Tell(CountConnections.Instance, TestActor);
        return (await ExpectMsgAsync<ConnectionCount>()).Connections;
    }

    // Once the registry is through with what it was told: a port is closed, or beats, before the timer that
    // this is to fire is set anew.
    private async Task Pass(TimeSpan time)
    {
        await Count();
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    private async Task NothingReachesThePorts()
    {
        await Count();
        _port.Ref.Tell("marker");
        await _port.ExpectMsgAsync("marker");
    }
}
