namespace Broker.Kernel;

/// <summary>Null was told.</summary>
public class InvalidMessageException(string message) : AkkaException(message);
