namespace Broker.Kernel;

/// <summary>Marks messages that a process should not accept from strangers.</summary>
public interface IPossiblyHarmful;
