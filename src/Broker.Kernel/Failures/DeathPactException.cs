namespace Broker.Kernel;

/// <summary>An actor that watches another must handle its death, or die with it.</summary>
public class DeathPactException(IActorRef deadActor)
    : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    public IActorRef DeadActor { get; } = deadActor;
}
