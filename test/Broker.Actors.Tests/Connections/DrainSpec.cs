using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

/// <summary>A drain of more connections than may be closed at once.</summary>
public class DrainSpec : TestKit
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(2300);

    private readonly TestProbe _port;
    private readonly IActorRef _registry;

    public DrainSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
        _port = CreateTestProbe();
        var surroundings = SpecSettings.Surroundings(
            new NodeActors(), ActorRefs.Nobody, new PendingBytesLimit(bytesMax: 1000));
        var settings = SpecSettings.Connection("drain-at-once-max = 2, beat-interval = 1m");
        _registry = Sys.ActorOf(ConnectionRegistryActor.PropsFor(
            surroundings with { Settings = settings },
            new OutboxBytesLimit(bytesMax: 1000, () => { }, new BrokerMetrics(TimeProvider.System))));
    }

    [Fact]
    public async Task Closes_are_spread_in_equal_steps_each_with_a_time_to_come_back()
    {
        // 23 steps of 100 ms for 46 connections.
        foreach (var _ in Enumerable.Range(0, 46)) await Connected();
        _registry.Tell(new Drain(CloseReason.Drain, DrainTime), TestActor);

        await Closed(1, 2);
        await NothingReachesThePorts();
        await Pass(TimeSpan.FromMilliseconds(100));
        await Closed(1, 2);
        await NothingReachesThePorts();
        foreach (var _ in Enumerable.Range(0, 21))
        {
            await Pass(TimeSpan.FromMilliseconds(100));
            await Closed(1, 2);
        }
        await Pass(DrainTime);
        await NothingReachesThePorts();
    }

    [Fact]
    public async Task Who_has_left_meanwhile_is_not_closed_and_the_last_one_to_go_answers_the_drain()
    {
        var connections = new List<IActorRef>();
        foreach (var _ in Enumerable.Range(0, 3)) connections.Add(await Connected());
        _registry.Tell(new Drain(CloseReason.Drain, DrainTime), TestActor);
        await Closed(1);
        foreach (var connection in connections)
        {
            connection.Tell(Disconnect.Instance);
            await _port.ExpectMsgAsync<FakePort.Gone>();
        }

        await ExpectMsgAsync<Drained>();
        await Pass(DrainTime);
        await NothingReachesThePorts();
    }

    [Fact]
    public async Task As_many_as_may_go_at_once_do_and_so_do_all_when_there_is_no_time()
    {
        foreach (var _ in Enumerable.Range(0, 2)) await Connected();
        _registry.Tell(new Drain(CloseReason.Drain, DrainTime), TestActor);
        await Closed(1, 1);

        _registry.Tell(new Drain(CloseReason.Drain, TimeSpan.Zero), TestActor);
        await Closed(1, 1);
    }

    private async Task<IActorRef> Connected()
    {
        _registry.Tell(new Connect(new FakePort(_port.Ref), Name: null), TestActor);
        return (await ExpectMsgAsync<Connected>()).Connection;
    }

    /// <summary>So many are closed now, each told to come back after as many seconds.</summary>
    private async Task Closed(params int[] seconds)
    {
        foreach (var second in seconds)
            await _port.ExpectMsgAsync(new FakePort.Closed(CloseReason.Drain.RetryAfter(second)));
    }

    // Once the registry is through with what it was told: a port is closed, or beats, before the timer that
    // this is to fire is set anew.
    private async Task Pass(TimeSpan time)
    {
        await Count();
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    private async Task Count()
    {
        _registry.Tell(CountConnections.Instance, TestActor);
        await ExpectMsgAsync<ConnectionCount>();
    }

    private async Task NothingReachesThePorts()
    {
        await Count();
        _port.Ref.Tell("marker");
        await _port.ExpectMsgAsync("marker");
    }
}
