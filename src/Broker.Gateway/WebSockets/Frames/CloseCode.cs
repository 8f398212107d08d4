namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// The close codes this gateway sends or looks at (RFC 6455 §7.4.1). A code of 3000 to 4999 that a peer or an
/// application chose is cast into this type and keeps its number.
/// </summary>
internal enum CloseCode : ushort
{
    /// <summary>No code at all; never on the wire.</summary>
    None = 0,
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    Unsupported = 1003,

    /// <summary>What a close frame without a body means; never on the wire.</summary>
    NoStatus = 1005,
    InvalidData = 1007,
    PolicyViolation = 1008,
    MessageTooBig = 1009,
    InternalError = 1011,
    TryAgainLater = 1013,
}
