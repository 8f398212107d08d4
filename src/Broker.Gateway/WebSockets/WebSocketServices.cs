using Broker.Actors.Connections;
using Broker.Sockets;

namespace Broker.Gateway.WebSockets;

/// <summary>What every WebSocket connection needs and all share.</summary>
/// <param name="NewWindow">Makes the window of one connection.</param>
internal sealed record WebSocketServices(
    IRequiredActor<ConnectionRegistryActor> Connections,
    OutboxSettings Outbox,
    OutboxBudget OutboxBudget,
    Func<RequestWindow> NewWindow,
    bool Compression,
    int PingBeats,
    int PongBeats,
    TimeSpan CloseTimeout,
    TimeSpan AskTimeout,
    TimeProvider Time,
    ILogger Logger);
