namespace Broker.Actors.Presence;

/// <summary>
/// Where nodes leave word of themselves for each other. A node is there as long as its lease holds, by the
/// store's own clock; each exchange renews it. Every call ends within the time that the store was given; one
/// that fails may have been done or not. One call at a time, <see cref="LeaveAsync"/> aside.
/// </summary>
public interface IPresenceStore
{
    /// <summary>Begins a lease.</summary>
    /// <returns>What no node was ever called before.</returns>
    Task<long> JoinAsync();

    /// <summary>Renews the lease and does all of the batch, or nothing of either.</summary>
    /// <returns>
    /// Null when the lease has ended: nothing was done, and this node is never there again.
    /// </returns>
    Task<PresenceOutcome?> ExchangeAsync(long node, PresenceBatch batch);

    /// <summary>Ends the lease: at once nothing is left of the node.</summary>
    Task LeaveAsync(long node);
}
