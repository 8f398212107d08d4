namespace Broker.Kernel;

/// <summary><c>PreRestart</c> threw. Only logged: the restart goes on.</summary>
public class PreRestartException(
    IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
    : ActorInitializationException(actor, $"Exception pre restart ({restartException?.GetType()})", cause)
{
    /// <summary>
    /// What <c>PreRestart</c> threw; the inner exception is what the actor had failed with.
    /// </summary>
    public Exception? RestartException { get; } = restartException;

    /// <summary>The message the actor had failed on.</summary>
    public object? OptionalMessage { get; } = optionalMessage;
}
