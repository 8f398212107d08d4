namespace Broker.Kernel;

/// <summary>Answer to <see cref="Identify"/>; without a subject when nobody lives at that path.</summary>
public sealed class ActorIdentity(object messageId, IActorRef? subject)
{
    public object MessageId { get; } = messageId;
    public IActorRef? Subject { get; } = subject;

    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}
