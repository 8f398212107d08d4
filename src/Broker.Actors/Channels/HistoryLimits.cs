namespace Broker.Actors.Channels;

/// <summary>How much a channel remembers.</summary>
/// <param name="Size">Publications, 0 for no history.</param>
/// <param name="Age">How long each is kept.</param>
/// <param name="BytesMax">Contents together; the oldest go first.</param>
public sealed record HistoryLimits(int Size, TimeSpan Age, long BytesMax);
