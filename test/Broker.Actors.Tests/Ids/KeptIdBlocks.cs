using Broker.Actors.Ids;

namespace Broker.Actors.Tests.Ids;

/// <summary>A store of ids that outlives the actors over it, as a disk does, and answers at once.</summary>
internal sealed class KeptIdBlocks(ulong next = 1) : IIdBlocks
{
    private ulong _next = next;

    /// <summary>
    /// Whether the next reservation fails, and whether it has been written down all the same.
    /// </summary>
    public Func<(bool Fails, bool IsKept)> Outcome { get; set; } = () => (false, true);

    public Task<ulong?> ReserveAsync(int count)
    {
        var (first, (fails, isKept)) = (_next, Outcome());
        if (isKept) _next += (ulong)count;
        return fails
            ? Task.FromException<ulong?>(new IOException("disk full"))
            : Task.FromResult<ulong?>(first);
    }
}
