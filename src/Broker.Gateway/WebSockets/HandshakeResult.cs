namespace Broker.Gateway.WebSockets;

/// <summary>What <see cref="Handshake.Check"/> found, and the answer that HTTP gives to it.</summary>
internal enum HandshakeResult
{
    /// <summary>101 may follow.</summary>
    Ok,

    /// <summary>426 with <c>Upgrade: websocket</c>: the client did not ask for a WebSocket.</summary>
    NotWebSocket,

    /// <summary>400 with <c>Sec-WebSocket-Version: 13</c> (RFC 6455 §4.4).</summary>
    BadVersion,

    /// <summary>400: the key is missing, there twice, or not base64.</summary>
    BadKey,

    /// <summary>
    /// 400: <c>Upgrade</c> without the <c>Connection</c> option that makes it valid (RFC 6455 §4.2.1).
    /// </summary>
    BadRequest,
}
