namespace Broker.Kernel;

/// <summary>
/// What every ref of the kernel has: identity by path and uid, and a door for system messages.
/// </summary>
internal abstract class KernelRef : IActorRef
{
    public abstract ActorPath Path { get; }

    /// <summary>The system the ref lives in; null for <see cref="Nobody"/>, which lives in none.</summary>
    internal abstract ActorSystem? Owner { get; }

    /// <summary>
    /// Tells one incarnation from the next one of the same name; unique in the process, 0 for none.
    /// </summary>
    internal abstract long Uid { get; }

    public abstract void Tell(object message, IActorRef? sender);

    internal virtual void SendSystem(SystemMessage message)
    {
    }

    public bool Equals(IActorRef? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || (this is ActorCell && other is ActorCell)) return false;
        return other.Path.Uid == Uid && Path.Equals(other.Path);
    }

    public sealed override bool Equals(object? obj) => Equals(obj as IActorRef);

    public override int GetHashCode() => Uid == 0 ? Path.GetHashCode() : Uid.GetHashCode();

    public int CompareTo(IActorRef? other)
    {
        if (other is null) return 1;

        var byPath = Path.CompareTo(other.Path);
        return byPath != 0 ? byPath : Uid.CompareTo(other.Path.Uid);
    }

    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        IActorRef other => CompareTo(other),
        _ => throw new ArgumentException(
            $"An IActorRef compares to an IActorRef, not to {obj.GetType()}.", nameof(obj)),
    };

    public override string ToString() => Uid == 0 ? $"[{Path}]" : $"[{Path}#{Uid}]";

    /// <summary>
    /// The kernel's own ref behind a public one. Throws for a ref that the kernel did not make.
    /// </summary>
    internal static KernelRef Of(IActorRef actor) => actor switch
    {
        KernelRef known => known,
        IActorRefWrapper wrapper => Of(wrapper.Wrapped),
        null => throw new ArgumentNullException(nameof(actor), "subject must not be null"),
        _ => throw new ArgumentException($"{actor.GetType()} is not a ref of this kernel.", nameof(actor)),
    };
}
