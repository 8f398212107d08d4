using Akka.Actor.Setup;
using Broker.Cluster.Postgres;
using Microsoft.Extensions.Logging;

namespace Broker.Cluster;

/// <summary>
/// What <see cref="SplitBrain.MajorityLease"/> needs of the process: Akka creates it by name.
/// </summary>
internal sealed class ClusterSetup(NodeTable nodes, long nodeId, TimeProvider time, ILogger logger)
    : Setup
{
    public NodeTable Nodes { get; } = nodes;

    public long NodeId { get; } = nodeId;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;
}
