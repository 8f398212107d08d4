namespace Broker.Cluster.Sharding;

/// <summary>
/// Notices a region that has stopped for good, which Akka does not restart (akka.net#8583): without it the
/// node would be a member that serves nothing.
/// </summary>
internal sealed class RegionWatchActor : UntypedActor
{
    private readonly IActorRef _region;
    private readonly Action _stopped;

    public RegionWatchActor(IActorRef region, Action stopped) => (_region, _stopped) = (region, stopped);

    public static Props PropsFor(IActorRef region, Action stopped) =>
        Props.Create(() => new RegionWatchActor(region, stopped));

    protected override void OnReceive(object message)
    {
        if (message is Terminated) _stopped();
        else Unhandled(message);
    }

    protected override void PreStart() => Context.Watch(_region);
}
