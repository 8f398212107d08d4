namespace Broker.Actors;

/// <summary>
/// One message of a channel, with its place and time. Immutable, and shared by history and every encoding;
/// nothing copies <see cref="Content"/>.
/// </summary>
/// <param name="Epoch">What its offset is comparable within.</param>
public sealed record Publication(
    ChannelName Channel,
    string Epoch,
    long Offset,
    DateTimeOffset SentAt,
    string Sender,
    ReadOnlyMemory<byte> Content,
    bool IsText);
