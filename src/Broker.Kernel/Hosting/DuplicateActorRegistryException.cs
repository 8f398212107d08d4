namespace Broker.Kernel;

public sealed class DuplicateActorRegistryException(string message, Exception? innerException = null)
    : ActorRegistryException(message, innerException);
