namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// What a <see cref="FrameReader"/> accepts. One instance serves all connections of a route.
/// </summary>
/// <param name="MessageBytesMax">
/// Longest message, as sent and as inflated. Bounds a connection's memory.
/// </param>
/// <param name="FragmentsMax">
/// Most frames of one message. Bounds the work for a message of empty frames.
/// </param>
/// <param name="Deflate">
/// Whether permessage-deflate was negotiated, so RSV1 has a meaning (RFC 7692 §6).
/// </param>
/// <param name="IgnorePayload">
/// For connections whose messages nobody reads: every rule and limit holds, but no payload is stored, data
/// events come with an empty one, and compressed messages are not inflated.
/// </param>
internal sealed record FrameReaderSettings(
    int MessageBytesMax,
    int FragmentsMax = 1024,
    bool Deflate = false,
    bool IgnorePayload = false);
