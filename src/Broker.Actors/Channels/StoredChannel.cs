namespace Broker.Actors.Channels;

/// <summary>A channel in the store.</summary>
/// <param name="TrimmableSince">When the oldest event was stored; null where it is the newest too.</param>
public sealed record StoredChannel(string PersistenceId, DateTimeOffset? TrimmableSince);
