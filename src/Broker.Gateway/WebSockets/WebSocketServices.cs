using Broker.Actors.Connections;

namespace Broker.Gateway.WebSockets;

/// <summary>What every WebSocket connection needs and all share.</summary>
internal sealed record WebSocketServices(
    IRequiredActor<ConnectionRegistryActor> Connections,
    OutboxSettings Outbox,
    OutboxBudget OutboxBudget,
    int RequestsWaitingMax,
    bool Compression,
    int PingBeats,
    int PongBeats,
    TimeSpan CloseTimeout,
    TimeSpan AskTimeout,
    TimeProvider Time,
    ILogger Logger);
