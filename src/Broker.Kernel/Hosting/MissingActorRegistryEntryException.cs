namespace Broker.Kernel;

public sealed class MissingActorRegistryEntryException(string message, Exception? innerException = null)
    : ActorRegistryException(message, innerException);
