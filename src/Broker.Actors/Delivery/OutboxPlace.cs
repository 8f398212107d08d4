namespace Broker.Actors.Delivery;

/// <summary>
/// A place in an outbox that is kept for an answer: what comes after it waits until it is filled.
/// </summary>
public sealed class OutboxPlace
{
    internal bool IsFilled { get; set; }
}
