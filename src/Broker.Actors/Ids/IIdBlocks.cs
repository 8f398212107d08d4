namespace Broker.Actors.Ids;

/// <summary>
/// Where it is remembered which ids were ever given, so that none is given again after a restart, nor by
/// another node of the same store.
/// </summary>
public interface IIdBlocks
{
    /// <summary>
    /// Reserves consecutive ids. They count as given once the task completes, whatever becomes of the
    /// process. Not called again before then. A failure means that none is reserved, or that nobody will
    /// ever have them; the next call tries again.
    /// </summary>
    /// <param name="count">At least one.</param>
    /// <returns>The first of the block, from 1; null when so many are not left.</returns>
    Task<ulong?> ReserveAsync(int count);
}
