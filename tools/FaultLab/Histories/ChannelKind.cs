namespace Broker.FaultLab.Histories;

/// <summary>What the lab configured a channel to be.</summary>
/// <param name="Channel">Its name, as in <see cref="Publish"/>.</param>
/// <param name="IsDurable">Whether what is acknowledged there survives every fault of the lab.</param>
/// <param name="IsKept">Whether it keeps a history, so that a subscriber can resume.</param>
public sealed record ChannelKind(string Channel, bool IsDurable, bool IsKept);
