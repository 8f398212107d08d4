namespace Broker.Kernel;

/// <summary>A message whose recipient was dead or never lived.</summary>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);
