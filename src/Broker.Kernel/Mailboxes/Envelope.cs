namespace Broker.Kernel;

/// <summary>
/// One message on its way, and at the same time the queue's node: a tell allocates this and nothing else.
/// </summary>
public sealed class Envelope
{
    internal Envelope? Next;

    public Envelope(object message, IActorRef? sender)
    {
        Message = message ?? throw new InvalidMessageException("Message is null");
        Sender = sender;
    }

    public object Message { get; }

    public IActorRef? Sender { get; }

    public override string ToString() => $"<{Message}> from {Sender?.ToString() ?? "NoSender"}";
}
