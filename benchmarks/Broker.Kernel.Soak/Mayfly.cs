namespace Broker.Kernel.Soak;

/// <summary>Lives for one wave; anything but the engine's own messages makes it crash.</summary>
public sealed class Mayfly(Tally tally) : UntypedActor
{
    protected override void OnReceive(object message) => throw new InvalidOperationException("as told");

    protected override void PostStop() => tally.CountStopped();
}
