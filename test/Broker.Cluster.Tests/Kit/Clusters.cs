namespace Broker.Cluster.Tests.Kit;

/// <summary>
/// Specs of several nodes run one after the other: their times are too short for a busy machine.
/// </summary>
[CollectionDefinition(nameof(Clusters), DisableParallelization = true)]
public sealed class Clusters;
