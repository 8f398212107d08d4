namespace Broker.Kernel;

/// <summary>No message came for as long as <see cref="IActorContext.SetReceiveTimeout"/> allows.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();
}
