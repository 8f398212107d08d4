using System.Globalization;
using Akka.Cluster.Sharding;
using Akka.Util;
using Broker.Actors.Cluster;

namespace Broker.Cluster.Sharding;

/// <summary>
/// Which entity a message is for, and which shard an entity is in: the same on all nodes and in all versions.
/// Akka's own extractor throws for an id whose hash is the lowest number, and a client may choose the name of
/// a channel so.
/// </summary>
internal sealed class EntityExtractor(EntityKind kind, int shards) : IMessageExtractor
{
    private readonly string[] _names =
        [.. Enumerable.Range(0, shards).Select(shard => shard.ToString(CultureInfo.InvariantCulture))];

    public string? EntityId(object message) => kind.IdOf(message);

    public object EntityMessage(object message) => message;

    public string ShardId(string entityId, object? messageHint = null) =>
        _names[(uint)MurmurHash.StringHash(entityId) % (uint)_names.Length];

    string? IMessageExtractor.ShardId(object message) =>
        EntityId(message) is { } entityId ? ShardId(entityId) : null;
}
