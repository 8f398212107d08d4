namespace Broker.Kernel;

/// <summary>Marks messages that do not count as activity for a receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;
