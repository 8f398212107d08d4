namespace Broker.Actors.Ids;

/// <summary>Every message the id allocator accepts or sends.</summary>
public static class IdProtocol
{
    /// <summary>Answered by <see cref="Allocated"/>, or <see cref="Exhausted"/> at the end of the numbers.</summary>
    /// <param name="Count">How many ids, consecutive, from 1.</param>
    public sealed record Allocate(int Count);

    /// <param name="First">The first of the block; none of it was ever given before.</param>
    public sealed record Allocated(ulong First, int Count);

    public sealed record Exhausted
    {
        public static readonly Exhausted Instance = new();
    }
}
