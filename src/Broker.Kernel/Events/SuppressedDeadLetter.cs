namespace Broker.Kernel;

/// <summary>A lost message that says itself that its loss is normal.</summary>
public sealed class SuppressedDeadLetter(
    IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);
