namespace Broker.Actors.Cluster;

/// <summary>
/// The names of entity actors: the entity's id with escapes, as a shard names its entities. So an actor knows
/// its entity from its own path, and all entities of a kind share one <c>Props</c>.
/// </summary>
internal static class EntityName
{
    public static string Of(string entityId) => Uri.EscapeDataString(entityId);

    /// <summary>The id of the entity that an actor is.</summary>
    public static string IdOf(IActorRef entity) => Uri.UnescapeDataString(entity.Path.Name);

    /// <summary>The channel that an actor is the home of, or this node's part of.</summary>
    public static ChannelName ChannelOf(IActorRef entity) =>
        ChannelName.TryRestore(IdOf(entity), out var channel)
            ? channel
            : throw new InvalidOperationException($"{entity.Path.Name} names no channel.");
}
