namespace Broker.Kernel;

/// <summary>Every live actor answers with an <see cref="ActorIdentity"/> that carries the same id.</summary>
public sealed class Identify(object messageId)
    : IAutoReceivedMessage, INotInfluenceReceiveTimeout, IKernelMessage
{
    public object MessageId { get; } = messageId;

    public override string ToString() => $"<Identify>: {MessageId}";
}
