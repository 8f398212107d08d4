namespace Broker.Actors.Cluster.Rows;

/// <summary>How nodes tell each other rows: facts that each of them knows of itself.</summary>
public static class RowProtocol
{
    /// <summary>
    /// Some rows of another node, in their newest state. Answered by <see cref="RowsTaken"/>.
    /// </summary>
    /// <param name="Number">One more than that of the piece before it.</param>
    /// <param name="IsFirst">Whether all rows follow, and what is not among them is gone.</param>
    /// <param name="IsLast">Whether nothing more waits for the receiver.</param>
    internal sealed record TellRows(IActorRef From, long Number, bool IsFirst, bool IsLast, Row[] All)
        : IWireMessage;

    /// <param name="Number">That of the piece.</param>
    /// <param name="HasMissed">
    /// Whether the piece before it is missing: then the receiver has to be told all rows again.
    /// </param>
    internal sealed record RowsTaken(long Number, bool HasMissed) : IWireMessage;

    // From the actor that has rows to itself: it is time to send.
    internal sealed record Send : INoSerializationVerificationNeeded
    {
        public static readonly Send Instance = new();
    }
}
