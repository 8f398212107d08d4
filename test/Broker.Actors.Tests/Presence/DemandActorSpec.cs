using Broker.Actors.Presence;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Presence;

public class DemandActorSpec : TestKit
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SharedDemand _demand = new(keysMax: 10);
    private readonly TestProbe _presence;

    public DemandActorSpec()
        : base(TestConfigs.TestSchedulerConfig) => _presence = CreateTestProbe();

    [Fact]
    public async Task Tells_each_interval_what_was_demanded_and_hears_what_was_elsewhere()
    {
        var actor = Sys.ActorOf(DemandActor.PropsFor(_demand, _presence.Ref, Interval));
        await actor.Ask<ActorIdentity>(new Identify("started"));
        _demand.Count("a", tellFrom: 1);
        Pass();
        await _presence.ExpectMsgAsync(new Report(Area.Demand, "a", 1));
        _presence.Reply(new Reported(Area.Demand, "a", 3));
        await actor.Ask<ActorIdentity>(new Identify("heard"));

        Assert.Equal(0.25, _demand.Count("a", tellFrom: 1));
        Pass();
        await _presence.ExpectMsgAsync(new Report(Area.Demand, "a", 1));
        Pass();
        await _presence.ExpectMsgAsync(new Report(Area.Demand, "a", 0));
    }

    private void Pass() => ((TestScheduler)Sys.Scheduler).Advance(Interval);
}
