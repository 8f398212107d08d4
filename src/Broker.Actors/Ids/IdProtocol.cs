using Broker.Actors.Cluster;

namespace Broker.Actors.Ids;

/// <summary>Every message the id allocator accepts or sends.</summary>
public static class IdProtocol
{
    /// <summary>
    /// Answered by <see cref="Allocated"/>; by <see cref="Exhausted"/> at the end of the numbers; by
    /// <see cref="Unavailable"/> when it cannot be made sure that the ids are new.
    /// </summary>
    /// <param name="Count">How many ids, consecutive, from 1.</param>
    public sealed record Allocate(int Count) : IWireMessage;

    /// <param name="First">The first of the block; none of it was ever given before.</param>
    public sealed record Allocated(ulong First, int Count) : IWireMessage;

    public sealed record Exhausted : IWireMessage
    {
        public static readonly Exhausted Instance = new();
    }

    /// <summary>The store of ids failed; a later try may succeed.</summary>
    public sealed record Unavailable : IWireMessage
    {
        public static readonly Unavailable Instance = new();
    }
}
