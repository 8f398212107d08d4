namespace Broker.Cluster.Benchmarks;

/// <summary>Milliseconds from the publish to a subscriber of the same node, and of another.</summary>
internal readonly record struct Delays(double SameP50, double SameP99, double OtherP50, double OtherP99);
