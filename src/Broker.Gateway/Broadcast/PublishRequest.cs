namespace Broker.Gateway.Broadcast;

/// <summary>
/// A plain publish, as <see cref="PublishParser"/> recognised it. It points into the connection's input: use
/// it before that is advanced.
/// </summary>
internal readonly ref struct PublishRequest
{
    public int HeadLength { get; init; }

    public int BodyLength { get; init; }

    public int Length => HeadLength + BodyLength;

    /// <summary>Without the question mark, escapes and all.</summary>
    public ReadOnlySpan<byte> Query { get; init; }
}
