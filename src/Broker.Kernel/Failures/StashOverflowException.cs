namespace Broker.Kernel;

/// <summary>The stash is at its capacity.</summary>
public class StashOverflowException(string message, Exception? cause = null) : AkkaException(message, cause);
