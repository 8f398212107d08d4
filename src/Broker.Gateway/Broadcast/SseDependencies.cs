using Broker.Actors.Connections;
using Broker.Actors.Delivery;

namespace Broker.Gateway.Broadcast;

/// <summary>What every event stream needs and all share.</summary>
internal sealed record SseDependencies(
    IRequiredActor<ConnectionRegistryActor> Connections,
    OutboxSettings Outbox,
    OutboxBytesLimit OutboxBytesLimit,
    int KeepAliveBeats,
    TimeSpan CloseTimeout,
    TimeSpan AskTimeout);
