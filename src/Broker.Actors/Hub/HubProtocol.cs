using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>Every message the hub accepts or sends: who is connected to it, under which id.</summary>
public static class HubProtocol
{
    /// <summary>
    /// Somebody is about to join. Ids are given in the order of these. Answered by <see cref="Reserved"/>, or
    /// by <see cref="NotReserved"/> when no id can be had.
    /// </summary>
    public sealed record Reserve
    {
        public static readonly Reserve Instance = new();
    }

    /// <param name="ClientId">From 1, never given before; lost if nobody enlists under it.</param>
    public sealed record Reserved(ulong ClientId);

    public sealed record NotReserved
    {
        public static readonly NotReserved Instance = new();
    }

    /// <summary>
    /// A connection joins under an id that was reserved for it, until its <see cref="Leave"/>. Answered by
    /// <see cref="Registered"/>, to the sender.
    /// </summary>
    public sealed record Register(ulong ClientId);

    public sealed record Registered(ulong ClientId);

    /// <summary>The connection with this id has ended. There is no answer.</summary>
    public sealed record Leave(ulong ClientId) : IDeadLetterSuppression;

    /// <summary>
    /// Who is connected, to any node; answered by <see cref="Clients"/>, or by
    /// <see cref="Presence.PresenceProtocol.Unavailable"/> where the other nodes cannot be asked.
    /// </summary>
    /// <param name="Except">The one who asks.</param>
    public sealed record ListClients(ulong Except);

    /// <param name="Ids">Ascending.</param>
    public sealed record Clients(IReadOnlyList<ulong> Ids);

    /// <summary>
    /// From the channel registry: contents for inboxes that this node does not have. They settle for each.
    /// </summary>
    internal sealed record RelayElsewhere(IReadOnlyList<ChannelName> To, RelayedContents Contents);
}
