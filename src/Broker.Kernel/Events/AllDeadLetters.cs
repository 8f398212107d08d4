namespace Broker.Kernel;

/// <summary>
/// A message that reached nobody. Subscribe to this type to see lost, suppressed and unhandled ones.
/// </summary>
public abstract class AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
{
    public object Message { get; } = message;
    public IActorRef Recipient { get; } = recipient;
    public IActorRef Sender { get; } = sender;

    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}
