namespace Broker.Actors.Presence;

/// <summary>
/// What one node tells the others about itself, and what it may ask of them. It speaks for all nodes that
/// hold a lease; one that has died is out of every answer when its lease ends.
/// </summary>
public static class PresenceProtocol
{
    /// <summary>What keys are keys of.</summary>
    public enum Area
    {
        /// <summary>Channels, by name; the number is that of subscribers.</summary>
        Channels,

        /// <summary>Clients of the hub, by id in decimal digits; the number is 1.</summary>
        HubClients,

        /// <summary>Names of chat clients, each held by one node only; the number is 1.</summary>
        ClientNames,

        /// <summary>
        /// What addresses do that is limited, by a key of the gateway; the number is that of an interval.
        /// </summary>
        Demand,
    }

    /// <summary>
    /// This node has so many from now on, 0 for none; it replaces what was reported before. Answered by
    /// <see cref="Reported"/>, to the sender, when the other nodes see it; reports of one sender are answered
    /// in their order. Where the store is away for too long the answer comes all the same.
    /// </summary>
    public sealed record Report(Area Area, string Key, int Count);

    /// <param name="Area">That of the report.</param>
    /// <param name="Key">Likewise.</param>
    /// <param name="Elsewhere">
    /// How many the other nodes have together: when the report was stored, or as it was last known.
    /// </param>
    public sealed record Reported(Area Area, string Key, int Elsewhere);

    /// <summary>
    /// Every key that some node, this one included, has one or more of. Answered by <see cref="Keys"/> or
    /// <see cref="Unavailable"/>.
    /// </summary>
    public sealed record ListKeys(Area Area);

    /// <param name="Area">That of the question.</param>
    /// <param name="Names">Sorted by ordinal, each once.</param>
    public sealed record Keys(Area Area, IReadOnlyList<string> Names);

    /// <summary>
    /// Of some keys those that any node has. Answered by <see cref="Keys"/> or <see cref="Unavailable"/>.
    /// </summary>
    public sealed record FindKeys(Area Area, IReadOnlyList<string> Names);

    /// <summary>
    /// Take a key that one node only may have. Answered by <see cref="Claimed"/>, <see cref="Taken"/> or
    /// <see cref="Unclaimed"/>. It is given back by a <see cref="Report"/> of 0, or with the node's lease.
    /// Nothing else is said about the key before the answer.
    /// </summary>
    public sealed record Claim(Area Area, string Key);

    public sealed record Claimed(Area Area, string Key);

    public sealed record Taken(Area Area, string Key);

    /// <summary>Whether somebody has it cannot be known now; this node has not.</summary>
    public sealed record Unclaimed(Area Area, string Key);

    /// <summary>The nodes cannot be asked now.</summary>
    public sealed record Unavailable
    {
        public static readonly Unavailable Instance = new();
    }

    /// <summary>
    /// Published on the event stream: this node's lease had ended, and what others hold of it was void for a
    /// while. It has joined anew; its clients must come back and resume.
    /// </summary>
    public sealed record Rejoined
    {
        public static readonly Rejoined Instance = new();
    }

    // From an actor to itself only.
    internal sealed record Turn
    {
        public static readonly Turn Instance = new();
    }
    internal sealed record Joined(long Node);
    internal sealed record Exchanged(PresenceOutcome? Outcome);
    internal sealed record StoreFailed(Exception Cause);
    internal sealed record Renew
    {
        public static readonly Renew Instance = new();
    }
    internal sealed record EndLate
    {
        public static readonly EndLate Instance = new();
    }
    internal sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
