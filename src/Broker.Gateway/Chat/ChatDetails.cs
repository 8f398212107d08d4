using System.Diagnostics;
using Broker.Actors;
using Broker.Actors.Connections;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Chat;

/// <summary>What the <c>detail</c> of an error says, for people: the one table of it.</summary>
internal static class ChatDetails
{
    public static string Of(Failed failed) => failed.Error switch
    {
        RequestError.Unreadable => failed.Detail ?? "unreadable request",
        RequestError.NotSubscribed => $"not subscribed to channel `{failed.Channel}`",
        RequestError.TooManyChannels => "too many channels on this connection: unsubscribe from one first",
        RequestError.ChannelFull => $"channel `{failed.Channel}` has as many subscribers as it may",
        RequestError.BrokerFull => "the broker has as many channels as it may",
        RequestError.Busy => "busy: try again later",
        RequestError.Forbidden => $"channel `{failed.Channel}` does not allow that",
        RequestError.TooManyReceivers => "too many receivers",
        RequestError.TooFast => "too fast: try again later",
        RequestError.Unavailable => "the other nodes cannot be asked now: try again later",
        _ => throw new UnreachableException(failed.Error.ToString()),
    };

    /// <summary>Why a client was not let in under the name it asked for.</summary>
    public static string Of(CloseReason reason, string? clientName) => reason == CloseReason.NameTaken
        ? $"client name `{clientName}` is already connected"
        : reason.Text;

    /// <summary>Null for no error.</summary>
    public static string? Of(ChannelNameError error) => error switch
    {
        ChannelNameError.None => null,
        ChannelNameError.Empty => "`channel_name` is empty",
        ChannelNameError.Reserved =>
            $"`channel_name` is reserved: it begins with {ChannelName.ReservedPrefix}",
        ChannelNameError.TooLong => $"`channel_name` is too long: at most {ChannelName.BytesMax} bytes",
        ChannelNameError.ControlCharacter => "`channel_name` has a control character",
        ChannelNameError.NotUtf8 => "`channel_name` is not valid text",
        _ => throw new UnreachableException(error.ToString()),
    };
}
