namespace Broker.Actors;

/// <summary>The last publication a subscriber has seen.</summary>
/// <param name="Offset">Exclusive; 0 asks for all that is kept.</param>
/// <param name="Epoch">The epoch it was seen in, or null when the protocol cannot say.</param>
public sealed record StreamPosition(long Offset, string? Epoch)
{
    /// <summary>
    /// A point that no channel has ever been at: all that is kept, and continuity is not claimed.
    /// </summary>
    public static readonly StreamPosition Unknown = new(long.MaxValue, Epoch: null);
}
