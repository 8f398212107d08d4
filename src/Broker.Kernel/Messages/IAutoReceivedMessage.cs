namespace Broker.Kernel;

/// <summary>Marks messages that every actor reacts to by itself.</summary>
public interface IAutoReceivedMessage;
