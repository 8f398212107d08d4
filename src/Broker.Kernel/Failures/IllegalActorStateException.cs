namespace Broker.Kernel;

/// <summary>The actor did what it may not do now, such as stashing one message twice.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);
