using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Cluster;

/// <summary>What the parent of one kind of entities has to know of them.</summary>
/// <param name="IdOf">The entity that a message is for; null for a message of another kind.</param>
/// <param name="PropsOf">How an entity is made. It knows its id by <see cref="EntityName"/>.</param>
/// <param name="EntitiesMax">Entities at one time.</param>
/// <param name="HeldMax">Messages held back for one entity that is stopping.</param>
/// <param name="Refuse">Answers a message that is not passed on, given its sender.</param>
public sealed record EntityKind(
    Func<object, string?> IdOf,
    Func<string, Props> PropsOf,
    int EntitiesMax,
    int HeldMax,
    Action<object, IActorRef, RefusedBecause> Refuse)
{
    /// <summary>Messages that are held back beyond <see cref="HeldMax"/>.</summary>
    public Func<object, bool> IsAlwaysHeld { get; init; } = _ => false;

    /// <summary>
    /// Whether an entity more than <see cref="EntitiesMax"/> takes the place of the one that was started
    /// first, which stops. Otherwise it is refused.
    /// </summary>
    public bool MakesRoom { get; init; }

    /// <summary>
    /// The <see cref="WireVersion"/> that it came with. Nodes of an earlier one have none of its entities.
    /// </summary>
    public int Since { get; init; } = WireVersion.First;

    /// <summary>Told how many entities there are whenever that changes.</summary>
    public Action<int> Counted { get; init; } = _ => { };
}
