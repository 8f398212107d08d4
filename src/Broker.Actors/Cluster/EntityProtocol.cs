using ShardPassivate = Akka.Cluster.Sharding.Passivate;

namespace Broker.Actors.Cluster;

/// <summary>What entities and their parents say to each other, be the parent local or a shard.</summary>
public static class EntityProtocol
{
    /// <summary>
    /// From an entity to its parent: it has nothing to do, or has failed and ends. The parent holds back what
    /// comes for it and answers <see cref="StopEntity"/>. What still reaches the entity it forwards to the
    /// parent. It is Akka's own message, which a shard knows as well as <see cref="EntityParent"/> does.
    /// </summary>
    public static class Passivate
    {
        public static readonly ShardPassivate Instance = new(StopEntity.Instance);
    }

    /// <summary>To an entity: stop, after a <see cref="Passivate"/> or because it moves.</summary>
    public sealed record StopEntity : INoSerializationVerificationNeeded
    {
        public static readonly StopEntity Instance = new();
    }

    /// <summary>
    /// From an entity that stops to its local parent: what it got and has left to its successor, in order. It
    /// goes ahead of what the parent holds back, because it came before that. An entity to which the order of
    /// messages matters uses this instead of forwarding.
    /// </summary>
    internal sealed record HandBack(IReadOnlyList<(object Message, IActorRef Sender)> Messages)
        : INoSerializationVerificationNeeded;

    /// <summary>To a parent: how many entities it has now, as <see cref="EntityCount"/>.</summary>
    public sealed record CountEntities : INoSerializationVerificationNeeded
    {
        public static readonly CountEntities Instance = new();
    }

    public sealed record EntityCount(int Entities) : INoSerializationVerificationNeeded;

    /// <summary>Why a parent did not pass a message on.</summary>
    public enum RefusedBecause
    {
        /// <summary>There are as many entities as there may be.</summary>
        TooMany,

        /// <summary>Too much waits for an entity that is stopping.</summary>
        Busy,
    }

    // From the parent's watch of an entity only.
    internal sealed record EntityStopped(string Id)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
