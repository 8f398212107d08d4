using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>What a WebSocket's path and query came to: how it speaks, who it is and what it asks for at once.</summary>
/// <param name="ClientName">See <see cref="Connect.Name"/>.</param>
internal sealed record WebSocketAdmission(
    IWebSocketProtocol Protocol, string? ClientName = null, SubscribeRequest? First = null);
