namespace Broker.Kernel;

/// <summary>Stops the actor when its turn comes: after all messages that were told before it.</summary>
public sealed class PoisonPill
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, IKernelMessage
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}
