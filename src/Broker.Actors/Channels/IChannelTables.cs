namespace Broker.Actors.Channels;

/// <summary>What the sweep needs of the store: the events of all stored channels.</summary>
public interface IChannelTables
{
    /// <summary>Channels in the order of their persistence ids, with their oldest events.</summary>
    /// <param name="after">The persistence id before the first; empty for the start.</param>
    /// <exception cref="IOException">They cannot be read now.</exception>
    Task<IReadOnlyList<StoredChannel>> ReadAsync(
        string after, int countMax, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes events that were stored before a time, in small transactions. The newest event of a channel
    /// stays, and so does each event after one that stays.
    /// </summary>
    /// <returns>How many events were deleted.</returns>
    /// <exception cref="IOException">They cannot be deleted now.</exception>
    Task<int> TrimAsync(
        IReadOnlyList<(string PersistenceId, DateTimeOffset Before)> channels,
        CancellationToken cancellationToken);

    /// <summary>Gives back to the disk what deleted events have taken.</summary>
    /// <exception cref="IOException">It cannot be given back now.</exception>
    Task GiveBackAsync(CancellationToken cancellationToken);
}
