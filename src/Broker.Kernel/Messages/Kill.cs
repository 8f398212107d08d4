namespace Broker.Kernel;

/// <summary>
/// Makes the actor fail with <see cref="ActorKilledException"/>; its supervisor decides, by default to stop.
/// </summary>
public sealed class Kill : IAutoReceivedMessage, IPossiblyHarmful, IKernelMessage
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}
