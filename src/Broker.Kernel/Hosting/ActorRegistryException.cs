namespace Broker.Kernel;

public class ActorRegistryException(string message, Exception? innerException = null)
    : Exception(message, innerException);
