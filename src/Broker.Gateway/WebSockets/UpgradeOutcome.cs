namespace Broker.Gateway.WebSockets;

/// <summary>What the first bytes of a connection are.</summary>
internal enum UpgradeOutcome
{
    /// <summary>They may still become a plain upgrade; nothing odd so far.</summary>
    Incomplete,

    /// <summary>
    /// Not a plain upgrade. Hand the connection to HTTP, which serves it or says what is wrong.
    /// </summary>
    NotPlain,

    /// <summary>
    /// A complete, valid WebSocket handshake with nothing in it that this parser does not know.
    /// </summary>
    Plain,
}
