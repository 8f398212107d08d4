namespace Broker.Gateway.PlainRequests;

/// <summary>What the first bytes of a request are.</summary>
internal enum PlainOutcome
{
    /// <summary>They may still become a plain request; nothing odd so far.</summary>
    Incomplete,

    /// <summary>
    /// Not a plain request. Hand the connection to HTTP, which serves it or says what is wrong.
    /// </summary>
    NotPlain,

    /// <summary>
    /// The complete, valid head of the request that was looked for, with nothing in it that is not known.
    /// </summary>
    Plain,
}
