namespace Broker.Actors.Delivery;

/// <summary>What a channel does to a subscriber whose outbox is full.</summary>
public enum SlowConsumerPolicy
{
    /// <summary>The connection is closed with a code that says: come back and resume.</summary>
    Disconnect,

    /// <summary>The oldest waiting deliveries make room, one frame after the other.</summary>
    DropOldest,

    /// <summary>Only the newest delivery of the channel waits.</summary>
    KeepLatest,
}
