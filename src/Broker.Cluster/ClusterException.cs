namespace Broker.Cluster;

/// <summary>
/// A node cannot be part of its cluster. The message says what its operator can do about it, and shows no
/// secret.
/// </summary>
public sealed class ClusterException(string message, Exception? cause = null) : Exception(message, cause);
