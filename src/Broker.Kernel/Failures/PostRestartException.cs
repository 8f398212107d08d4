namespace Broker.Kernel;

/// <summary>The fresh instance could not be made or its <c>PostRestart</c> threw.</summary>
public class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause?.GetType()})", cause)
{
    /// <summary>What made the restart necessary.</summary>
    public Exception? OriginalCause { get; } = originalCause;
}
