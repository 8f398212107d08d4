using Broker.Actors.Persistence;

namespace Broker.Actors.Channels;

/// <summary>Where stored channels are.</summary>
/// <param name="Level">What a publication survives once it is stored.</param>
/// <param name="Tables">The events of all channels, to sweep what is too old.</param>
public sealed record ChannelStore(CurrentGeneration Generation, Durability Level, IChannelTables Tables)
{
    /// <summary>Whether this process sweeps: one of those that share the store. From any thread.</summary>
    public Func<bool> SweepsHere { get; init; } = () => true;
}
