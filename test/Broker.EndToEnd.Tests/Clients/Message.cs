using System.Net.WebSockets;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>One whole WebSocket message.</summary>
public sealed record Message(WebSocketMessageType Type, byte[] Bytes);
