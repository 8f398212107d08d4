namespace Broker.Kernel;

/// <summary>
/// A handle to one incarnation of an actor. It stays valid over restarts; after the actor stopped, what is
/// told to it becomes a dead letter. Two refs are equal when path and uid are.
/// </summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    ActorPath Path { get; }
}
