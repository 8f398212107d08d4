namespace Broker.Gateway.WebSockets;

/// <summary>The headers that decide about a handshake. No other header may change anything.</summary>
internal enum UpgradeHeader
{
    Host,
    Connection,
    Upgrade,
    Key,
    Version,
    Extensions,
    Origin,
}
