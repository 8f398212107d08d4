using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// What a WebSocket's path and query came to: how it speaks, who it is and what it asks for at once.
/// </summary>
/// <param name="ClientName">See <see cref="Connect.Name"/>.</param>
internal sealed record WebSocketAdmission(
    IWebSocketHandler Protocol, string? ClientName = null, SubscribeRequest? First = null)
{
    /// <summary>
    /// In how many beats it is pinged, whatever it says; null for a ping after the usual silence.
    /// </summary>
    public int? PingBeats { get; init; }
}
