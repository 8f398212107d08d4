namespace Broker.Kernel.TestKit;

/// <summary>A message the test actor received.</summary>
public sealed record MessageEnvelope(object Message, IActorRef Sender);
