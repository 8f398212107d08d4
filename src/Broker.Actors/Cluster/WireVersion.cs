namespace Broker.Actors.Cluster;

/// <summary>
/// Versions of what nodes say to each other. Nodes of two neighbouring ones run together while a cluster is
/// upgraded: decision 0025 says what a version may change.
/// </summary>
public static class WireVersion
{
    public const int First = 1;

    /// <summary>Names of clients, clients of the hub, lists of channels and limits span all nodes.</summary>
    public const int SharedFacts = 2;

    /// <summary>What this node understands.</summary>
    public const int Current = SharedFacts;
}
