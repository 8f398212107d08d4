namespace Broker.Kernel;

/// <summary>What an actor fails with on <see cref="Kill"/>.</summary>
public class ActorKilledException(string message) : AkkaException(message);
