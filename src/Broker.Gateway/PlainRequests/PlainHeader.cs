namespace Broker.Gateway.PlainRequests;

/// <summary>
/// The headers a plain request may have, by their place in <see cref="PlainHeaders"/>. Those before
/// <see cref="FirstIgnored"/> decide; the others change nothing and only have to be harmless.
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
    ContentLength,
    FirstIgnored,
    ContentType = FirstIgnored,
}
