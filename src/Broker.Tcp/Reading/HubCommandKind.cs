namespace Broker.Tcp.Reading;

internal enum HubCommandKind
{
    /// <summary>Nothing yet: come back with more bytes, or with an end.</summary>
    NeedMore,
    Identity,
    List,
    Echo,
    Relay,

    /// <summary>The client opens the framed form.</summary>
    Preamble,

    /// <summary>One message is refused; the connection is in step.</summary>
    Refused,

    /// <summary>What the client sends makes no sense any more.</summary>
    Broken,

    /// <summary>The client speaks HTTP or TLS.</summary>
    Foreign,
}
