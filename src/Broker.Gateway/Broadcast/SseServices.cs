using Broker.Actors.Connections;

namespace Broker.Gateway.Broadcast;

/// <summary>What every event stream needs and all share.</summary>
internal sealed record SseServices(
    IRequiredActor<ConnectionRegistryActor> Connections,
    OutboxSettings Outbox,
    OutboxBudget OutboxBudget,
    int KeepAliveBeats,
    TimeSpan CloseTimeout,
    TimeSpan AskTimeout);
