namespace Broker.Actors;

/// <summary>Why a text is not a channel name that a client may use.</summary>
public enum ChannelNameError
{
    None,
    Empty,
    Reserved,
    TooLong,
    ControlCharacter,
    NotUtf8,
}
