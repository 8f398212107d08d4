namespace Broker.Actors.Delivery;

/// <summary>What an outbox did with a delivery.</summary>
public enum EnqueueResult
{
    /// <summary>Sent, or waiting to be.</summary>
    Accepted,

    /// <summary>
    /// No room, and the policy makes none: the consumer is slow. Answered once; the outbox is closed from
    /// then on.
    /// </summary>
    Refused,

    /// <summary>The connection has ended or is ending.</summary>
    Closed,
}
