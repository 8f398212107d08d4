using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Sockets;

namespace Broker.Gateway.WebSockets;

/// <summary>What every WebSocket connection needs and all share.</summary>
/// <param name="NewWindow">Makes the window of one connection.</param>
internal sealed record WebSocketDependencies(
    IRequiredActor<ConnectionRegistryActor> Connections,
    OutboxSettings Outbox,
    OutboxBytesLimit OutboxBytesLimit,
    Func<RequestWindow> NewWindow,
    bool Compression,
    int PingBeats,
    int PongBeats,
    TimeSpan CloseTimeout,
    TimeSpan AskTimeout,
    TimeProvider Time,
    ILogger Logger);
