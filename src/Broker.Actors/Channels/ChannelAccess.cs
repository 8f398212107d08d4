namespace Broker.Actors.Channels;

/// <summary>Who may publish to, or subscribe to, the channels of a kind.</summary>
public enum ChannelAccess
{
    Anyone,

    /// <summary>Only connections that are subscribed: publishing over HTTP is refused.</summary>
    Subscribers,

    /// <summary>Only the broker itself.</summary>
    Nobody,
}
