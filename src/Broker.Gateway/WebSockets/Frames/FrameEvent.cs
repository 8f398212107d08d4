namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// One event of a connection's input. <see cref="Payload"/> is valid until the reader's next call.
/// </summary>
internal readonly record struct FrameEvent
{
    public FrameEventKind Kind { get; init; }

    /// <summary>
    /// The whole message, the body of a ping or pong, or the UTF-8 reason of a close frame.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// Of a close: the peer's code or <see cref="CloseCode.NoStatus"/>. Of a violation: what to close with.
    /// </summary>
    public CloseCode CloseCode { get; init; }

    /// <summary>Which rule was broken, if <see cref="Kind"/> says that one was.</summary>
    public FrameViolation Violation { get; init; }
}
