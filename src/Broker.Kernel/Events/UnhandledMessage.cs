namespace Broker.Kernel;

/// <summary>A message its recipient did not know.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);
