namespace Broker.Kernel;

/// <summary>A behaviour that handles every message it is given, or calls <c>Unhandled</c>.</summary>
public delegate void UntypedReceive(object message);
