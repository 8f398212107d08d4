namespace Broker.Actors.Channels;

/// <summary>The last batch of a publisher that a home has accepted.</summary>
public readonly record struct AcceptedBatch(Incarnation Publisher, long Number);
