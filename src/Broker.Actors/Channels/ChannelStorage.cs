using Broker.Actors.Journal;

namespace Broker.Actors.Channels;

/// <summary>
/// What gives publications their place where a channel's own actor does not: the journal, alone or with other
/// nodes.
/// </summary>
/// <param name="Journal">Where publications are stored before they go out.</param>
/// <param name="Epoch">Offsets of one journal are comparable as long as it lives.</param>
/// <param name="Presence">The <c>PresenceActor</c>; null where this process is alone.</param>
public sealed record ChannelStorage(IJournal Journal, string Epoch, IActorRef? Presence)
{
    /// <summary>
    /// The <c>RelaysElsewhereActor</c>, for private channels of other nodes; null where there are none.
    /// </summary>
    public IActorRef? Relays { get; init; }
}
