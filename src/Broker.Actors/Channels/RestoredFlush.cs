using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>A piece that a home has stored, as it is read again.</summary>
/// <param name="Epoch">That of its publications.</param>
/// <param name="Previous">The epoch of the offset before it.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Keys">The idempotency keys in it, since when they stand, and for what.</param>
/// <param name="Results">Of the batches in it.</param>
internal sealed record RestoredFlush(
    string Epoch,
    string Previous,
    DateTimeOffset At,
    long FirstOffset,
    Publication[] Contents,
    IReadOnlyList<(string Key, DateTimeOffset At, PublishResult Answer)> Keys,
    IReadOnlyList<PublishResults> Results);
