using Broker.Actors.Configuration;

namespace Broker.Tcp;

/// <summary>
/// What this gateway reads of the <c>broker.hub</c> section of reference.conf, once at start-up.
/// </summary>
/// <param name="Port">0 is any free port.</param>
/// <param name="TextQuietGap">IdleTimer that ends a body without a length.</param>
/// <param name="BodyBytesMax">Longest body of a relay or an echo.</param>
/// <param name="LineBytesMax">Longest line of the text form, and all fields of a frame but its body.</param>
/// <param name="FirstByteTimeout">From accepting a connection to its first byte, either way.</param>
/// <param name="IdleTimeout">IdleTimer both ways after that.</param>
/// <param name="RelayBytesWaitingMax">Of one client, before reading pauses.</param>
public sealed record HubSettings(
    int Port,
    TimeSpan TextQuietGap,
    int BodyBytesMax,
    int LineBytesMax,
    int ConnectionsMax,
    TimeSpan FirstByteTimeout,
    TimeSpan IdleTimeout,
    TimeSpan KeepAliveTime,
    TimeSpan CloseTimeout,
    long OutboxBytesMax,
    int RelayBytesWaitingMax)
{
    public const int PortHighest = 65_535;

    // One body is one array, and a frame around it has a length of 32 bits.
    private const int BytesHighest = 1 << 30;
    private const int LineBytesLowest = 64;
    private const int LineBytesHighest = 1 << 18;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static HubSettings From(SettingReader config) => new(
        Port: config.GetInt("port", 0, PortHighest),
        TextQuietGap: config.GetTimeSpan("text-quiet-gap", Shortest, TimeSpan.FromMinutes(1)),
        BodyBytesMax: (int)config.GetByteSize("body-bytes-max", 1, BytesHighest),
        LineBytesMax: (int)config.GetByteSize("line-bytes-max", LineBytesLowest, LineBytesHighest),
        ConnectionsMax: config.GetInt("connections-max", 1, int.MaxValue),
        FirstByteTimeout: config.GetTimeSpan("first-byte-timeout", Shortest, Longest),
        IdleTimeout: config.GetTimeSpan("idle-timeout", Shortest, Longest),
        KeepAliveTime: config.GetTimeSpan("keep-alive-time", TimeSpan.FromSeconds(1), Longest),
        CloseTimeout: config.GetTimeSpan("close-timeout", Shortest, Longest),
        OutboxBytesMax: config.GetByteSize("outbox-bytes-max", 1, long.MaxValue),
        RelayBytesWaitingMax: (int)config.GetByteSize("relay-bytes-waiting-max", 1, BytesHighest));
}
