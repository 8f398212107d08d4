namespace Broker.Actors.Connections;

/// <summary>
/// Why the broker ends a connection: the one table of all reasons. Codes are those of RFC 6455 §7.4 or, from
/// 4000, our own; a protocol without codes shows the text.
/// </summary>
/// <param name="Code">1000 to 4999.</param>
/// <param name="Text">At most 123 bytes of UTF-8, for people.</param>
/// <param name="MayReconnect">True when the same client may come back at once and expect to be
/// served.</param>
public sealed record CloseReason(int Code, string Text, bool MayReconnect)
{
    public static readonly CloseReason Drain =
        new(1001, "the server is going away; reconnect", MayReconnect: true);
    public static readonly CloseReason ProtocolError = new(1002, "protocol error", MayReconnect: false);
    public static readonly CloseReason InvalidText = new(1007, "text is not UTF-8", MayReconnect: false);
    public static readonly CloseReason MessageTooBig = new(1009, "message too big", MayReconnect: false);
    public static readonly CloseReason Failed = new(1011, "internal error; reconnect", MayReconnect: true);
    public static readonly CloseReason SlowConsumer =
        new(1013, "too slow: what waited was dropped; reconnect and resume", MayReconnect: true);
    public static readonly CloseReason Refused =
        new(1013, "the broker is full; try again later", MayReconnect: true);
    public static readonly CloseReason AddressFull =
        new(1013, "too many connections from this address; try again later", MayReconnect: true);
    public static readonly CloseReason NameUncertain =
        new(1013, "another node may have this client name; try again later", MayReconnect: true);
    public static readonly CloseReason NameTaken =
        new(4000, "this client name is already connected", MayReconnect: false);
    public static readonly CloseReason InvalidName =
        new(4001, "this client name is not valid", MayReconnect: false);
    public static readonly CloseReason Unresponsive =
        new(4002, "no answer to pings; reconnect", MayReconnect: true);
    public static readonly CloseReason ChannelLost =
        new(4003, "a channel failed; reconnect and resume", MayReconnect: true);
    public static readonly CloseReason Silent =
        new(4004, "silent for too long; reconnect", MayReconnect: true);
    public static readonly CloseReason TokenExpired =
        new(4010, "the token has expired; reconnect with a new one", MayReconnect: true);

    public static readonly CloseReason NotAuthenticated =
        new(4011, "no valid token; authenticate first", MayReconnect: false);

    /// <summary>
    /// The same with a hint in its text, for clients that would otherwise all come back in one moment: the
    /// counterpart of HTTP's <c>Retry-After</c>.
    /// </summary>
    public CloseReason RetryAfter(int seconds) => this with { Text = $"{Text}; retry-after={seconds}" };
}
