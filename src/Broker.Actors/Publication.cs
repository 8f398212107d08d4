namespace Broker.Actors;

/// <summary>
/// One message of a channel, stamped with its place and time. Immutable, and shared by history and every
/// encoding; nobody copies <see cref="Content"/>.
/// </summary>
public sealed record Publication(
    ChannelName Channel,
    long Offset,
    DateTimeOffset SentAt,
    string Sender,
    ReadOnlyMemory<byte> Content,
    bool IsText)
{
    /// <summary>
    /// The subscriber that must not hear it: its own sender, where <c>chat.deliver-to-sender</c> is off.
    /// </summary>
    public IActorRef? Except { get; init; }
}
