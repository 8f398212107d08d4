using Broker.Actors.Metrics;

namespace Broker.Actors.Channels;

/// <summary>
/// What every channel works with. One instance serves all, so that a channel carries one reference to it.
/// </summary>
/// <param name="Home">Null where nothing is stored.</param>
internal sealed record ChannelSurroundings(
    ChannelSettings Settings,
    PublishBudget Budget,
    BrokerMetrics Metrics,
    TimeProvider Time,
    ChannelHome? Home = null);
