namespace Broker.Kernel;

/// <summary>The name has an illegal character or is taken.</summary>
public class InvalidActorNameException(string message, Exception? innerException = null)
    : AkkaException(message, innerException);
