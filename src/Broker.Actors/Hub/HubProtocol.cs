using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>Every message the hub accepts or sends: who is connected to it, under which id.</summary>
public static class HubProtocol
{
    /// <summary>
    /// A client is about to join. Ids are given in the order of these. Answered by <see cref="Reserved"/>, or
    /// by <see cref="NotReserved"/> when no id can be had.
    /// </summary>
    public sealed record Reserve
    {
        public static readonly Reserve Instance = new();
    }

    /// <param name="ClientId">From 1, never given before; lost if no client enlists under it.</param>
    public sealed record Reserved(ulong ClientId);

    public sealed record NotReserved
    {
        public static readonly NotReserved Instance = new();
    }

    /// <summary>
    /// The sender joins under an id that was reserved for it, until its <see cref="Leave"/>. Answered by
    /// <see cref="Registered"/>. From then on it gets <see cref="Relayed"/>.
    /// </summary>
    public sealed record Register(ulong ClientId);

    public sealed record Registered(ulong ClientId);

    /// <summary>The connection with this id has ended. There is no answer.</summary>
    public sealed record Leave(ulong ClientId) : IDeadLetterSuppression;

    /// <summary>Who is connected; answered by <see cref="Clients"/>.</summary>
    /// <param name="Except">The one that asks.</param>
    public sealed record ListClients(ulong Except);

    /// <param name="Ids">Ascending.</param>
    public sealed record Clients(IReadOnlyList<ulong> Ids);

    /// <summary>
    /// Contents for several clients. Each of them, connected or not, settles the contents; the sender is not
    /// answered.
    /// </summary>
    /// <param name="To">Each once.</param>
    public sealed record Relay(IReadOnlyList<ulong> To, RelayedContents Contents);

    // From the hub to the connection of a client only. It settles the contents.
    internal sealed record Relayed(RelayedContents Contents);
}
