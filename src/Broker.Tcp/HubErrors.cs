using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp;

/// <summary>What refusals are called on the wire: words for both forms, codes for programs.</summary>
internal static class HubErrors
{
    private const int Unreadable = 1;
    private const int TooManyReceivers = 2;
    private const int TooFast = 3;
    private const int Busy = 4;
    private const int Forbidden = 5;

    public static int CodeOf(Failed failed) => failed.Error switch
    {
        RequestError.Unreadable => Unreadable,
        RequestError.TooManyReceivers => TooManyReceivers,
        RequestError.TooFast => TooFast,
        RequestError.Busy or RequestError.BrokerFull or RequestError.ChannelFull
            or RequestError.Unavailable => Busy,
        _ => Forbidden,
    };

    /// <summary>ASCII, without a line end.</summary>
    public static string TextOf(Failed failed) => failed.Detail ?? failed.Error switch
    {
        RequestError.Unreadable => "the request cannot be read",
        RequestError.TooManyReceivers => "a relay has too many receivers",
        RequestError.TooFast => "too many relays in a second; wait and send again",
        RequestError.Busy or RequestError.BrokerFull or RequestError.ChannelFull =>
            "the broker is full; try again later",
        RequestError.Unavailable => "the other nodes cannot be asked now; try again later",
        _ => "this is not allowed",
    };
}
