namespace Broker.Actors.Channels;

/// <summary>The last publication a subscriber has seen.</summary>
/// <param name="Offset">Exclusive; 0 asks for all that is kept.</param>
/// <param name="Epoch">The epoch it was seen in, or null when the protocol cannot say.</param>
public sealed record ResumePoint(long Offset, string? Epoch);
