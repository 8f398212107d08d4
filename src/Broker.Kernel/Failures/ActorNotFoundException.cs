namespace Broker.Kernel;

/// <summary>A selection could not be resolved to a live actor in time.</summary>
public class ActorNotFoundException(string? message = null, Exception? innerException = null)
    : AkkaException(message, innerException);
