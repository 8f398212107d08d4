using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Presence;

/// <summary>
/// Tells the other nodes in each interval what was demanded here, and hears what was demanded there. It lives
/// as long as the process, and only where there are other nodes.
/// </summary>
public sealed class DemandActor(SharedDemand demand, IActorRef presence, TimeSpan interval)
    : UntypedActor, IWithTimers
{
    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(SharedDemand demand, IActorRef presence, TimeSpan interval) =>
        Props.Create(() => new DemandActor(demand, presence, interval));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Turn: TellAll(); break;
            case Reported m: demand.Hear(m.Key, m.Elsewhere); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Turn.Instance, Turn.Instance, interval);

    private void TellAll()
    {
        foreach (var (key, count) in demand.Turn()) presence.Tell(new Report(Area.Demand, key, count));
    }
}
