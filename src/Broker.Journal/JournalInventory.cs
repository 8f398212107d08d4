namespace Broker.Journal;

/// <summary>What was found when a journal was opened.</summary>
/// <param name="Records">Events and trims, those that were trimmed but not yet given back included.</param>
/// <param name="SegmentsQuarantined">Damaged segments, which stay as they are.</param>
/// <param name="StreamsRefused">Streams that lost something.</param>
public sealed record JournalInventory(
    int Streams, long Records, long Bytes, int SegmentsQuarantined, int StreamsRefused);
