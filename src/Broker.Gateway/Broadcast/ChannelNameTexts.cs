using Broker.Actors;

namespace Broker.Gateway.Broadcast;

/// <summary>What a client is told about a channel name that is none.</summary>
internal static class ChannelNameTexts
{
    public static string Of(ChannelNameError error) => error switch
    {
        ChannelNameError.Empty => "the channel name is empty",
        ChannelNameError.Reserved => "channel names that begin with $ are reserved",
        ChannelNameError.TooLong => $"the channel name is longer than {ChannelName.BytesMax} bytes",
        ChannelNameError.ControlCharacter => "the channel name has a control character",
        _ => "the channel name is not valid UTF-8",
    };
}
