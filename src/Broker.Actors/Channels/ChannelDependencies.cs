using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Channels;

/// <summary>
/// What every channel works with. One instance serves all, so that a channel carries one reference to it.
/// </summary>
/// <param name="Home">Null where nothing is stored.</param>
internal sealed record ChannelDependencies(
    ChannelSettings Settings,
    PendingBytesLimit Budget,
    BrokerMetrics Metrics,
    TimeProvider Time,
    ChannelStorage? Home = null);
