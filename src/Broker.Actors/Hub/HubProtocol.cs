namespace Broker.Actors.Hub;

/// <summary>Every message the hub accepts or sends: who is connected to it, under which id.</summary>
public static class HubProtocol
{
    /// <summary>
    /// A connection joins; its end is its leave. Answered by <see cref="Enlisted"/>, or by
    /// <see cref="NotEnlisted"/> when no id can be had.
    /// </summary>
    public sealed record Enlist(IActorRef Connection);

    /// <param name="ClientId">From 1, never given before.</param>
    public sealed record Enlisted(ulong ClientId);

    public sealed record NotEnlisted
    {
        public static readonly NotEnlisted Instance = new();
    }

    /// <summary>Who is connected; answered by <see cref="Clients"/>.</summary>
    /// <param name="Except">The one who asks.</param>
    public sealed record ListClients(ulong Except);

    /// <param name="Ids">Ascending.</param>
    public sealed record Clients(IReadOnlyList<ulong> Ids);
}
