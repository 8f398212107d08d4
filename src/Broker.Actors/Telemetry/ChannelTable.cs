using System.Collections.Concurrent;

namespace Broker.Actors.Telemetry;

/// <summary>
/// The figures of every public channel that is there. Private ones have none: their names are their clients'.
/// Safe from any thread.
/// </summary>
public sealed class ChannelTable
{
    private readonly ConcurrentDictionary<string, ChannelFigures> _channels = new(StringComparer.Ordinal);

    /// <summary>Those with most subscribers first, then those that delivered most.</summary>
    public IReadOnlyList<ChannelFigures> Top(int count) =>
    [
        .. _channels.Values
            .Where(channel => channel.Subscribers > 0)
            .OrderByDescending(channel => channel.Subscribers)
            .ThenByDescending(channel => channel.Deliveries)
            .ThenBy(channel => channel.Name, StringComparer.Ordinal)
            .Take(count),
    ];

    internal void Add(ChannelFigures channel) => _channels[channel.Name] = channel;

    /// <summary>A successor under the same name stays.</summary>
    internal void Remove(ChannelFigures channel) =>
        _channels.TryRemove(KeyValuePair.Create(channel.Name, channel));
}
