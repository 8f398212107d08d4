namespace Broker.Kernel;

/// <summary>A message to be told at a time.</summary>
internal sealed class TellEntry(ICanTell receiver, object message, IActorRef? sender) : TimerEntry
{
    public override void Fire() => receiver.Tell(message, sender);
}
