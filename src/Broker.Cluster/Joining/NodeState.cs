namespace Broker.Cluster.Joining;

/// <summary>What the table says of a node.</summary>
internal enum NodeState
{
    /// <summary>It looks for a cluster.</summary>
    Joining,

    /// <summary>It is a member: others may join it.</summary>
    Up,

    /// <summary>It hands its homes over.</summary>
    Leaving,

    /// <summary>It has left, or the others go on without it.</summary>
    Ended,
}
