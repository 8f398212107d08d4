using Broker.Actors.Metrics;

namespace Broker.Actors.Channels;

/// <summary>
/// What every channel works with. One instance serves all, so that a channel carries one reference to it.
/// </summary>
internal sealed record ChannelSurroundings(
    ChannelSettings Settings, PublishBudget Budget, BrokerMetrics Metrics, TimeProvider Time);
