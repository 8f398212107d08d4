using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Sockets;
using Microsoft.Extensions.Logging;

namespace Broker.Tcp;

/// <summary>What every hub connection needs and all share.</summary>
/// <param name="Outbox">With the limit of hub clients.</param>
/// <param name="Gate">Counts TCP connections to the hub.</param>
/// <param name="NewWindow">Makes the window of one connection.</param>
/// <param name="BeatInterval">How often ports hear <see cref="IConnectionPort.Beat"/>.</param>
public sealed record HubDependencies(
    IRequiredActor<ConnectionRegistryActor> Connections,
    HubIds Ids,
    HubSettings Settings,
    OutboxSettings Outbox,
    OutboxBytesLimit OutboxBytesLimit,
    ConnectionLimit Gate,
    ConnectionRefusals Refusals,
    Func<RequestWindow> NewWindow,
    TimeSpan BeatInterval,
    TimeSpan AskTimeout,
    TimeProvider Time,
    ILogger Logger);
