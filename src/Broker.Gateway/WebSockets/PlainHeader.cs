namespace Broker.Gateway.WebSockets;

/// <summary>
/// The headers a plain upgrade may have, by their place in <see cref="PlainHeaders"/>. The first seven
/// decide; the others change nothing and only have to be harmless.
/// </summary>
internal enum PlainHeader
{
    Host,
    Connection,
    Upgrade,
    Key,
    Version,
    Extensions,
    Origin,
    FirstIgnored,
}
