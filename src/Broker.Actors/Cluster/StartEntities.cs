namespace Broker.Actors.Cluster;

/// <summary>
/// Starts the parent of all entities of one kind: an <see cref="EntityParent"/>, or in a cluster a shard
/// region.
/// </summary>
/// <param name="name">That of the kind, the same on all nodes.</param>
public delegate IActorRef StartEntities(string name, EntityKind kind);
