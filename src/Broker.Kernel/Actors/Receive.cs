namespace Broker.Kernel;

/// <summary>A behaviour that answers whether it handled the message.</summary>
public delegate bool Receive(object message);
