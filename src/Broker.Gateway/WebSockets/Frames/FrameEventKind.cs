namespace Broker.Gateway.WebSockets.Frames;

/// <summary>What one <see cref="FrameReader.Read"/> came to.</summary>
internal enum FrameEventKind : byte
{
    /// <summary>All that can be consumed is consumed; read more from the transport.</summary>
    NeedMore,
    Text,
    Binary,
    Ping,
    Pong,

    /// <summary>The peer's close frame. Nothing follows it.</summary>
    Close,

    /// <summary>
    /// The peer broke the protocol. Nothing follows; fail the connection (RFC 6455 §7.1.7).
    /// </summary>
    Violation,
}
