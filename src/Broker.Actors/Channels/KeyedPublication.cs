namespace Broker.Actors.Channels;

/// <summary>What was published under an idempotency key: a repeat is answered by it.</summary>
internal sealed class KeyedPublication(long offset)
{
    /// <summary>Its place, known from the start.</summary>
    public long Offset { get; } = offset;

    /// <summary>Its result, once it was sent. A repeat that comes sooner goes out later.</summary>
    public PublishResult Answer { get; set; }
}
